import { AppShell, Burger, Button, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBox,
  IconFlask,
  IconHome,
  IconMail,
  IconMessages,
  IconPencil,
  IconSparkles,
  IconUsers,
} from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session-context.ts';
import { SignInPage } from '../session/sign-in-page.tsx';
import { Preferences } from './preferences.tsx';

const PAGES = [
  { to: '/', key: 'home', Icon: IconHome },
  { to: '/models', key: 'models', Icon: IconBox },
  { to: '/recommendations', key: 'recommendations', Icon: IconSparkles },
  { to: '/experiments', key: 'experiments', Icon: IconFlask },
  { to: '/customers', key: 'customers', Icon: IconUsers },
  { to: '/content', key: 'content', Icon: IconPencil },
  { to: '/conversations', key: 'conversations', Icon: IconMessages },
  { to: '/campaigns', key: 'campaigns', Icon: IconMail },
] as const;

/** The frame of every page; without a session, the sign-in page. */
export function Shell() {
  const { state } = useSession();
  return state.status === 'signed-in' ? <Frame /> : <SignInPage />;
}

function Frame() {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a className="skip-link" href="#main">
        {t('shell.skip')}
      </a>
      <AppShell.Header style={{ background: 'var(--surface)', borderColor: 'var(--line)' }}>
        <Header isOpen={isOpen} toggle={toggle} />
      </AppShell.Header>
      <AppShell.Navbar
        p="xs"
        aria-label={t('shell.pages')}
        style={{ background: 'var(--surface)', borderColor: 'var(--line)' }}
      >
        <Pages path={path} onGo={close} />
        <Account />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Header({ isOpen, toggle }: { readonly isOpen: boolean; readonly toggle: () => void }) {
  const { t } = useTranslation();
  const { state } = useSession();
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap">
        <Burger
          opened={isOpen}
          onClick={toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={t('shell.menu')}
          aria-expanded={isOpen}
        />
        <img src="/favicon.svg" alt="" width={24} height={24} />
        <Text fw={650} visibleFrom="xs">
          Perennial
        </Text>
        {state.status === 'signed-in' && state.shop && (
          <Text size="sm" c="dimmed" truncate>
            {state.shop}
          </Text>
        )}
      </Group>
      <Preferences />
    </Group>
  );
}

function Pages({ path, onGo }: { readonly path: string; readonly onGo: () => void }) {
  const { t } = useTranslation();
  return (
    <div style={{ flex: 1 }}>
      {PAGES.map(({ to, key, Icon }) => {
        const isHere = to === '/' ? path === '/' : path.startsWith(to);
        return (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={t(`shell.page.${key}`)}
            leftSection={<Icon size={18} stroke={1.6} />}
            onClick={onGo}
            active={isHere}
            aria-current={isHere ? 'page' : undefined}
            style={{ borderRadius: 8 }}
          />
        );
      })}
    </div>
  );
}

function Account() {
  const { t } = useTranslation();
  const { session, state } = useSession();
  if (state.status !== 'signed-in') return null;
  return (
    <div>
      <Text size="xs" c="dimmed" px="xs" truncate title={state.email}>
        {state.email}
      </Text>
      <Button variant="subtle" size="xs" fullWidth justify="start" px="xs" onClick={() => void session.signOut()}>
        {t('shell.signOut')}
      </Button>
    </div>
  );
}
