import "./theme.js";
import "./keyboard.js";
import "./actions.js";
import "./filters.js";
import "./suggest.js";
import "./search.js";
import "./need.js";
