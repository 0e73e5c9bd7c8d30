import { fixture, line, tell } from '../../test/support/recorded';
import type { DecodedRequest } from '../../contracts/telemetry';

const [request] = fixture('mcp/calls');
const records = request?.records ?? [];
const told = (some: DecodedRequest['records']) => tell([{ signal: 'traces', records: some, losses: [] }]);

it('takes the spans inside a tool span as parts of its act', () => {
  const { events } = told(records.slice(0, 2));
  expect(events.map(line)).toEqual([
    'execute_tool notes_lookup completed: tool.call arguments={"key":"release"} (ok)',
    'tools/call lookup completed: tool.call arguments={"key":"release"}',
  ]);
  expect(events.map(({ callId }) => callId)).toEqual(['call_m1', 'call_m1']);
});

it('takes a server’s span inside a client’s inside a tool’s as the tool’s act', () => {
  const [tool, client, server] = records;
  if (tool?.kind !== 'span' || client?.kind !== 'span' || server?.kind !== 'span') throw new Error('spans expected');
  const inside = { ...server, parentSpanId: client.spanId };
  expect(told([inside, client, tool]).events.map(({ callId }) => callId)).toEqual(['call_m1', 'call_m1', 'call_m1']);
  expect(told([inside]).events.map(({ action }) => action.type)).toEqual(['mcp.call']);
});

it('reads calls, resources and their failures on their own', () => {
  const { events, ignored } = told(records.slice(3));
  expect(events.map(line)).toEqual([
    'tools/call drop_table completed: mcp.call server=db.example arguments={"table":"users"} (error)',
    'resources/read completed: mcp.call server=files.example arguments={"uri":"file:///srv/app/.env"}',
  ]);
  expect(events.map(({ action }) => action.type === 'mcp.call' && action.tool)).toEqual([
    'drop_table',
    'resources/read',
  ]);
  expect(ignored).toEqual([{ dialect: 'mcp', reason: 'housekeeping', count: 1 }]);
});

it('does not take a model call around it for the act', () => {
  const [, client] = records;
  const [chat] = fixture('vercel-ai/7-suspicious-nocontent')[0]?.records ?? [];
  if (client?.kind !== 'span' || chat?.kind !== 'span') throw new Error('spans expected');
  const inside = { ...client, traceId: chat.traceId, parentSpanId: chat.spanId };
  expect(told([chat, inside]).events.map(({ action }) => action.type)).toEqual(['model.call', 'mcp.call']);
});
