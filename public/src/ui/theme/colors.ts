import type { MantineColorsTuple } from '@mantine/core';

/** Evening: the petrol of the foyer wall. Shade 7 is the action colour by day. */
export const evening: MantineColorsTuple = [
  '#edf8fa',
  '#dcedf0',
  '#b5dee7',
  '#88c6d3',
  '#57a9b9',
  '#298a9b',
  '#066675',
  '#00505c',
  '#003a44',
  '#062d35',
];
/** Lamp: the light from an open door. Shade 3 is the action colour by night. */
export const lamp: MantineColorsTuple = [
  '#fdf5e7',
  '#fdebcb',
  '#ffd28c',
  '#ffc163',
  '#f7b24a',
  '#c47a00',
  '#9a5b00',
  '#7a4700',
  '#4a2c00',
  '#2b1700',
];
/** Brick: remove, leave, errors. Shade 7 is filled by day, 6 by night. */
export const brick: MantineColorsTuple = [
  '#fef3f1',
  '#fde6e2',
  '#ffc5bc',
  '#ffa498',
  '#f06d5f',
  '#d84b40',
  '#c63a30',
  '#b3271f',
  '#a3211a',
  '#5f120e',
];
/** Plum: moderators. */
export const plum: MantineColorsTuple = [
  '#faf3fa',
  '#f4e5f5',
  '#e9caea',
  '#e0b3e3',
  '#bf82c3',
  '#a35da7',
  '#814085',
  '#6b2f6f',
  '#48214a',
  '#35203a',
];
/** Moss: open, saved, connected. */
export const moss: MantineColorsTuple = [
  '#f0f9f0',
  '#dff0df',
  '#bee1be',
  '#93d39a',
  '#6cae6e',
  '#498e4d',
  '#2f6d34',
  '#21662a',
  '#193c1b',
  '#17301c',
];

/** Mantine's neutrals: limestone by day, foyer by night. Index 4 draws field borders (3 : 1 or more). */
export const gray: MantineColorsTuple = [
  '#f0f2ee',
  '#e5e9e4',
  '#d3d9d4',
  '#d3d9d4',
  '#748480',
  '#748480',
  '#546a6f',
  '#3b5157',
  '#0a252b',
  '#062d35',
];
export const dark: MantineColorsTuple = [
  '#edf3f1',
  '#b6c5c6',
  '#92a5a7',
  '#6c8286',
  '#6c8286',
  '#283b3f',
  '#132225',
  '#0b1719',
  '#0f1c1f',
  '#081214',
];
