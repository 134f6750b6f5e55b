/** Where a line's menu opens: inside the log, it would be read out as news. */
export const MENUS = 'chat-menus';
