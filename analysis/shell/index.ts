/** The shell room's way in: syntax trees, and what a command text would start. */
export { analyseCommand } from './analyse';
export type { AnalysisOptions } from './analyse';
export { parseShell } from './syntax/commands';
