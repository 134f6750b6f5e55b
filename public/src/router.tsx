import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouterState,
} from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Crashed, NotFound } from './features/account/pages';
import { PersonCards } from './features/connections/PersonCards';
import { Enter } from './features/enter/Enter';
import { ItemPage } from './features/items/ItemPage';
import { AgendaPage, PagesPage, SponsorsPage } from './features/items/ItemsPage';
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

const itemPages = [
  createRoute({
    getParentRoute: () => root,
    path: '/agenda',
    component: AgendaPage,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sponsors',
    component: SponsorsPage,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/pages',
    component: PagesPage,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/items/$item',
    validateSearch: lobbySearch,
    component: ItemPage,
  }),
] as const;

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

const network = createRoute({
  getParentRoute: () => root,
  path: '/network',
  component: lazyRouteComponent(() => import('./features/network/start').then((part) => part.start())),
});

const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  component: lazyRouteComponent(() => import('./features/help/start').then((part) => part.startHelp())),
});
const moderatorHelp = createRoute({
  getParentRoute: () => root,
  path: '/help/moderators',
  component: lazyRouteComponent(() => import('./features/help/start').then((part) => part.startModeratorHelp())),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  component: lazyRouteComponent(() => import('./features/admin/shell/start').then((part) => part.start())),
});
const adminStart = createRoute({
  getParentRoute: () => admin,
  path: '/',
  beforeLoad: ({ location }) => {
    // A link with a key in it signs in; everybody else is sent there if they have to.
    throw redirect(
      location.hash
        ? { to: '/admin/signin', hash: location.hash, replace: true }
        : { to: '/admin/events', replace: true },
    );
  },
});
const adminSignIn = createRoute({
  getParentRoute: () => admin,
  path: 'signin',
  validateSearch: ({ next }: { next?: unknown }): { next?: string } => (typeof next === 'string' ? { next } : {}),
  component: lazyRouteComponent(() => import('./features/admin/signin/SignIn')),
});
const adminEvents = createRoute({
  getParentRoute: () => admin,
  path: 'events',
  component: lazyRouteComponent(() => import('./features/admin/events/EventsPage')),
});
const adminEvent = createRoute({
  getParentRoute: () => admin,
  path: 'events/$event',
  component: lazyRouteComponent(() => import('./features/admin/shell/EventShell')),
});
const adminPages = [
  createRoute({
    getParentRoute: () => adminEvent,
    path: '/',
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/admin/events/$event/rooms', params, replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'rooms',
    component: lazyRouteComponent(() => import('./features/admin/rooms/RoomsPage')),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'attendees',
    component: lazyRouteComponent(() => import('./features/admin/attendees/AttendeesPage')),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'import',
    component: lazyRouteComponent(() => import('./features/admin/imports/start').then((part) => part.start())),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'groups',
    component: lazyRouteComponent(() => import('./features/admin/groups/GroupsPage')),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'items',
    component: lazyRouteComponent(() => import('./features/admin/items/ItemsPage')),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'bans',
    component: lazyRouteComponent(() => import('./features/admin/bans/BansPage')),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'reports',
    component: lazyRouteComponent(() => import('./features/admin/reports/start').then((part) => part.start())),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'audit',
    component: lazyRouteComponent(() => import('./features/admin/audit/AuditPage')),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'keys',
    component: lazyRouteComponent(() => import('./features/admin/keys/KeysPage')),
  }),
  createRoute({
    getParentRoute: () => adminEvent,
    path: 'settings',
    component: lazyRouteComponent(() => import('./features/admin/settings/SettingsPage')),
  }),
] as const;

function Shell() {
  const { t } = useTranslation();
  // Organizers are nobody's attendee: no socket of a person, no offers.
  const admin = useRouterState({ select: ({ location }) => /^\/admin(\/|$)/.test(location.pathname) });
  return (
    <>
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      {admin ? (
        <Outlet />
      ) : (
        <PresenceProvider>
          <Outlet />
          <Offers />
          <PersonCards />
        </PresenceProvider>
      )}
      <Toaster />
    </>
  );
}

export const router = createRouter({
  routeTree: root.addChildren([
    lobby,
    ...itemPages,
    enter,
    room,
    connections,
    network,
    help,
    moderatorHelp,
    admin.addChildren([adminStart, adminSignIn, adminEvents, adminEvent.addChildren(adminPages)]),
  ]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
