import type { components } from './schema';

type Schemas = components['schemas'];

export type Person = Schemas['Person'];
export type Me = Schemas['Me'];
export type Feature = Schemas['FeatureBrief'];
export type Card = Schemas['Card'];
export type Cards = Schemas['Cards'];
export type Joined = Schemas['Joined'];
export type Room = Schemas['RoomView'];
export type Role = Schemas['Seat']['role'];
