/** What makes each agent send to a Gander on this host, as its user types it. */
export interface AgentSettings {
  id: string;
  name: string;
  /** Where it goes. */
  place: string;
  text: string;
}

/** Settings of all agents for a collector on `host`, with its usual ports. */
export const settingsFor = (host: string): readonly AgentSettings[] => {
  const http = `http://${host}:4318`;
  return [
    {
      id: 'claude-code',
      name: 'Claude Code',
      place: 'In the shell that starts it',
      text: `export CLAUDE_CODE_ENABLE_TELEMETRY=1
export OTEL_LOGS_EXPORTER=otlp OTEL_METRICS_EXPORTER=otlp
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_EXPORTER_OTLP_ENDPOINT=${http}
export OTEL_LOG_TOOL_DETAILS=1 OTEL_LOG_USER_PROMPTS=1
export OTEL_LOGS_EXPORT_INTERVAL=1000`,
    },
    {
      id: 'codex',
      name: 'Codex',
      place: '~/.codex/config.toml',
      text: `[otel]
exporter = { otlp-http = { endpoint = "${http}/v1/logs", protocol = "binary" } }
trace_exporter = { otlp-http = { endpoint = "${http}/v1/traces", protocol = "binary" } }
metrics_exporter = { otlp-http = { endpoint = "${http}/v1/metrics", protocol = "binary" } }
log_user_prompt = true`,
    },
    {
      id: 'gemini-cli',
      name: 'Gemini CLI, Qwen Code',
      place: '~/.gemini/settings.json or ~/.qwen/settings.json',
      text: `{ "telemetry": { "enabled": true, "target": "local", "otlpEndpoint": "http://${host}:4317", "otlpProtocol": "grpc", "traces": true } }`,
    },
    {
      id: 'copilot',
      name: 'GitHub Copilot CLI',
      place: 'In the shell that starts it',
      text: `export OTEL_EXPORTER_OTLP_ENDPOINT=${http}
export OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true`,
    },
    {
      id: 'opencode',
      name: 'opencode',
      place: `opencode.json, with OTEL_EXPORTER_OTLP_ENDPOINT=${http} in the environment`,
      text: `{ "experimental": { "openTelemetry": true } }`,
    },
    {
      id: 'your-own',
      name: 'Your own agent',
      place: 'With any OpenTelemetry SDK',
      text: `export OTEL_EXPORTER_OTLP_ENDPOINT=${http} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true OTEL_BSP_SCHEDULE_DELAY=1000`,
    },
  ];
};
