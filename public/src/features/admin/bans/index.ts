export { NewBan } from './NewBan';
