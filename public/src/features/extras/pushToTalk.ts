const OFF = 'hallway.push_to_talk_off';

/** Whether holding a key opens a closed microphone. On until somebody switches it off, on this device. */
export const pushToTalk = {
  on: (store: Pick<Storage, 'getItem'> = localStorage) => store.getItem(OFF) === null,
  set: (on: boolean, store: Pick<Storage, 'setItem' | 'removeItem'> = localStorage) =>
    on ? store.removeItem(OFF) : store.setItem(OFF, '1'),
};

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'repeat' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Where letters are written, or a dialog has the keyboard to itself. */
const WRITING = 'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]';
/** What Space presses. */
const PRESSED_BY_SPACE = 'button, a, summary, video, [role="button"], [role="tab"], [role="switch"]';

/** Whether a key going down is the wish to speak while it is held. */
export function wantsToTalk(event: Pressed, target: Pick<Element, 'closest'> | null): boolean {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  if (target?.closest(WRITING)) return false;
  if (event.code === 'Space') return !target?.closest(PRESSED_BY_SPACE);
  return event.key.toLowerCase() === 'v';
}
