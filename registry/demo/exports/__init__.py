"""The files of the demo district, each in the layout of one platform."""
