import { expect, it } from 'vitest';
import { secretOf } from './logic';

it.each([
  ['#att_1.2.abc', 'att_1.2.abc'],
  ['#att_1.2.abc%3D', 'att_1.2.abc='],
  ['#%', '%'],
  ['#', null],
  ['', null],
])('the secret of %j is %j', (hash, secret) => expect(secretOf(hash)).toBe(secret));
