"""Room: monitoring. What a running registry says of itself: logs, metrics, whether it is ready."""
