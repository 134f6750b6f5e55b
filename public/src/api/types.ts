/** The words of the wire as the app uses them. The shapes come from openapi.json. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Person = Schemas['PersonView'];
export type Me = Schemas['Me'];
export type Feature = Schemas['MyFeature'];
export type Card = Schemas['CardView'];
export type Joined = Schemas['JoinAnswer'];
export type Room = Schemas['RoomView'];
export type Problem = Schemas['Problem'];
export type ProblemCode = Schemas['ProblemCode'];
export type Item = Schemas['ItemHead'];
export type ItemKind = Schemas['ItemKind'];
export type ItemWithCards = Schemas['ItemCards'];
