/** Long digests within a name, shortened for the eye: `claude-code:9cc7c679…`. */
export const brief = (text: string): string => text.replace(/([0-9a-f]{8})[0-9a-f]{24,}/g, '$1…');
