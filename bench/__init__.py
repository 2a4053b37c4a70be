"""Speed and memory of the registry, as ratios against a limit or a rival in the same run (`make bench`)."""
