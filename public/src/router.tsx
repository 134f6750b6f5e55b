import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Crashed, NotFound } from './features/account/pages';
import { PersonCards } from './features/connections/PersonCards';
import { Enter } from './features/enter/Enter';
import { LobbyPage } from './features/lobby/LobbyPage';
import { lobbySearch } from './features/lobby/logic';
import { PresenceProvider } from './features/presence/PresenceProvider';
import { RoomPage } from './features/room/RoomPage';
import { Offers } from './features/waiting/Offers';
import { Toaster } from './ui/toast/Toaster';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Crashed });

const lobby = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: lobbySearch,
  component: LobbyPage,
});

const enter = createRoute({ getParentRoute: () => root, path: '/enter', component: Enter });

const room = createRoute({
  getParentRoute: () => root,
  path: '/rooms/$room',
  component: function RoomRoute() {
    const { room: id } = room.useParams();
    // A key: another room is another stay, never the same one with new contents.
    return <RoomPage key={id} room={id} />;
  },
});

const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  component: lazyRouteComponent(() => import('./features/connections/ConnectionsPage')),
});

function Shell() {
  const { t } = useTranslation();
  return (
    <>
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <PresenceProvider>
        <Outlet />
        <Offers />
        <PersonCards />
      </PresenceProvider>
      <Toaster />
    </>
  );
}

export const router = createRouter({
  routeTree: root.addChildren([lobby, enter, room, connections]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
