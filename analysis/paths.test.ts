import fc from 'fast-check';
import { resolvePath } from './paths';

const place = { cwd: '/home/dev/project', project: '/home/dev/project' };
const resolved = (path: string) => resolvePath(path, place).path;

describe('resolvePath', () => {
  it.each([
    ['~/.ssh/id_rsa', '~/.ssh/id_rsa'],
    ['$HOME/.ssh/id_rsa', '~/.ssh/id_rsa'],
    ['${HOME}/.ssh/../.aws//credentials', '~/.aws/credentials'],
    ['/home/dev/.netrc', '~/.netrc'],
    ['/home/other/.netrc', '/home/other/.netrc'],
    ['../.env', '~/.env'],
    ['./src/./a.ts', '~/project/src/a.ts'],
    ['src/*.ts', '~/project/src/*.ts'],
    ['/etc/../etc/./shadow', '/etc/shadow'],
    ['/../../etc/passwd', '/etc/passwd'],
    ['file:///etc/shadow', '/etc/shadow'],
    ['$PWD/.env', '~/project/.env'],
    ['%USERPROFILE%\\.ssh\\id_rsa', '~/.ssh/id_rsa'],
    ['$env:USERPROFILE\\.aws\\credentials', '~/.aws/credentials'],
    ['C:\\Windows\\System32\\config\\SAM', 'C:/Windows/System32/config/SAM'],
  ])('%s is %s', (given, path) => {
    expect(resolved(given)).toBe(path);
  });

  it('keeps what it cannot know', () => {
    expect(resolvePath('../../x', {}).path).toBe('../../x');
    expect(resolvePath('a/../b', {})).toEqual({ path: 'b', given: 'a/../b', class: 'other' });
    expect(resolvePath('~/../bob/x', {}).path).toBe('~/../bob/x');
  });

  it('knows what lies inside the project', () => {
    expect(resolvePath('test/key.pem', place)).toMatchObject({ class: 'private-key', insideProject: true });
    expect(resolvePath('../other/key.pem', place).insideProject).toBe(false);
    expect(resolvePath('key.pem', {}).insideProject).toBeUndefined();
  });

  it('does not take a home folder for a project', () => {
    expect(resolvePath('.ssh/id_rsa', { cwd: '/home/dev' })).toMatchObject({
      path: '~/.ssh/id_rsa',
      insideProject: false,
    });
  });

  const segment = fc.constantFrom('a', '..', '.', '', '~', '$HOME', '.ssh', 'id_rsa', '*', 'C:', '\\', '%2e');
  it('is idempotent', () => {
    const path = fc.array(segment, { maxLength: 8 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, fc.constantFrom(place, {}, { cwd: '/' }, { home: '/root' }), (given, around) => {
        const once = resolvePath(given, around);
        const twice = resolvePath(once.path, around);
        expect({ ...twice, given: '' }).toEqual({ ...once, given: '' });
      }),
    );
  });
});
