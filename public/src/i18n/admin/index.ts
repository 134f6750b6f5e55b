import { textsOf } from '..';
import en from './en.json';
import roomsEn from './rooms.en.json';

const texts = textsOf('admin', en, { ar: () => import('./ar.json') });
const rooms = textsOf('rooms', roomsEn, { ar: () => import('./rooms.ar.json') });

/** What organizers read, as namespaces `admin` and `rooms`. */
export const loadAdminTexts = () => Promise.all([texts(), rooms()]);
