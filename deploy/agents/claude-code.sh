export CLAUDE_CODE_ENABLE_TELEMETRY=1
export OTEL_LOGS_EXPORTER=otlp OTEL_METRICS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318
export OTEL_LOG_TOOL_DETAILS=1            # commands, paths and URLs; without it Gander is blind to them
export OTEL_LOGS_EXPORT_INTERVAL=1000     # milliseconds; the default of 5 s delays every alert
export OTEL_LOG_USER_PROMPTS=1            # prompts (optional)
# Tool output and the span tree (beta, optional):
export CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1 OTEL_TRACES_EXPORTER=otlp OTEL_LOG_TOOL_CONTENT=1
