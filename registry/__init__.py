"""The application: a registry of enterprises, patents for licence and patent navigation."""
