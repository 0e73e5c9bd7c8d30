import { COMMON_FIELDS, KNOWN_FIELDS, verdictOn } from '../../cli/detectors/sight';
import { SIGHTS } from '../../cli/detectors/sights';
import { DETECTORS } from '../../detectors/catalogue';
import { sightsOfFixtures } from './sights';

test('what each way in shows is what the recordings show', () => {
  const sorted = SIGHTS.map((sight) => ({ ...sight, types: [...sight.types].sort() }));
  expect(sorted).toEqual(sightsOfFixtures());
});

describe.each(DETECTORS.map(({ manifest }) => [manifest.id, manifest] as const))('%s', (_id, manifest) => {
  test('names fields that are known', () => {
    expect(manifest.fields.filter((field) => !KNOWN_FIELDS.includes(field))).toEqual([]);
  });

  test('can fire on what some way in shows', () => {
    expect(SIGHTS.some((sight) => verdictOn(manifest, sight) !== 'blind')).toBe(true);
  });
});

describe('a verdict', () => {
  const keyBy = 'scope' as const;
  const [codex, claude] = [SIGHTS.find(({ dialect }) => dialect === 'codex')!, SIGHTS[0]!];
  const dcgm = SIGHTS.find(({ dialect }) => dialect === 'dcgm')!;

  test('takes the easiest act that the detector steps on', () => {
    const needs = ['exec', 'prompt'] as const;
    expect(verdictOn({ needs, fields: ['action.command', 'action.text'], keyBy }, codex)).toBe('fires');
    expect(verdictOn({ needs: ['prompt'], fields: ['action.text'], keyBy }, codex)).toEqual({
      setting: ['[otel] log_user_prompt = true'],
    });
  });

  test('asks for all fields that the act has', () => {
    const outputs = verdictOn({ needs: ['exec'], fields: ['action.command', 'outcome.output'], keyBy }, claude);
    expect(outputs).toMatchObject({ setting: expect.arrayContaining(['OTEL_LOG_TOOL_DETAILS=1']) });
    expect((outputs as { setting: string[] }).setting).toHaveLength(2);
  });

  test('is blind without the acts, or without a field that any of them has', () => {
    expect(verdictOn({ needs: ['exec'], fields: ['action.command'], keyBy }, dcgm)).toBe('blind');
    expect(verdictOn({ needs: ['mcp.call'], fields: ['action.command'], keyBy }, codex)).toBe('blind');
    const joined = { needs: ['resource.sample', 'exec'], fields: [], keyBy: 'host' } as const;
    expect([verdictOn(joined, dcgm), verdictOn(joined, codex)]).toEqual(['fires', 'blind']);
    expect(verdictOn({ needs: ['tick'], fields: COMMON_FIELDS, keyBy }, dcgm)).toBe('fires');
  });
});
