import { expect, it } from 'vitest';
import { callName } from './callName';

it.each([
  ['Kofi Mensah', 'Kofi'],
  ['Zoë-Anne van der Berg', 'Zoë-Anne'],
  ['Kofi', 'Kofi'],
  ['Abdul Rahman', 'Abdul Rahman'],
  ['Dr. Ann Lee', 'Dr. Ann Lee'],
  ['J. Smith', 'J. Smith'],
  ['عبد الله', 'عبد الله'],
  ['毛 泽东', '毛 泽东'],
  ['  Ann   Lee ', 'Ann'],
  ['', ''],
])('calls %s %s', (name, called) => {
  expect(callName(name)).toBe(called);
});
