import './ui/theme/styles';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { entries, sayAwayOnUnload } from './features/seat/entry';
import { giveUpSeat } from './features/seat/seat';
import { startI18n } from './i18n';
import { reloadAfterDeploy } from './newDeploy';

reloadAfterDeploy();
sayAwayOnUnload();
// A seat brought along from before a reload is for its own room page; anywhere else it is given back at once.
if (!entries.current || location.pathname !== `/rooms/${entries.current.room}`) void giveUpSeat(entries.current);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
void startI18n().then(() => createRoot(root).render(<App />));
