import { whenIn } from '../shell/times';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;

/** A moment of the wire by the event's clock; null for any other text. */
export const dateIn = (text: string, language: string, zone: string): string | null =>
  MOMENT.test(text) ? whenIn(language, text, zone) : null;
