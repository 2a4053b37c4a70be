import "./theme.js";
import "./keyboard.js";
import "./actions.js";
import "./filters.js";
