export { EventFields, useEventForm } from './EventFields';
export { bodyOf, type EventValues, valuesOf } from './values';
