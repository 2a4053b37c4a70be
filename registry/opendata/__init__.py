"""Open data: all public records as files, made once a day, with a manifest that tells what is in them."""
