export { FirstWays, PeopleFiles, RoomFiles } from './FileMenus';
