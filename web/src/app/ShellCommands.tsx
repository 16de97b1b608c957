import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconChartBar, IconChecklist, IconCpu, IconKeyboard, IconLogout, IconMoonStars, IconPencilPlus, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { openPalette, usePaletteWanted } from '@/commands/palette-store';
import { useCommands, type Command } from '@/commands/registry';
import { panel } from '@/features/approvals/panel';
import { overlays, useSheet } from './overlays';
import { places } from './Rail';
import { signOut } from './signOut';
import { text } from './text';

const Palette = lazy(() => import('@/commands/Palette'));
const ShortcutSheet = lazy(() => import('@/commands/ShortcutSheet'));

/** The commands that are there on every page, and the two overlays that list commands. */
export function ShellCommands() {
  const navigate = useNavigate();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const palette = usePaletteWanted();
  const sheet = useSheet();

  useCommands([
    ...places.map(({ to, label, icon, keys }): Command => ({ id: `go:${to}`, title: label, section: text.commands.go, icon, shortcut: keys, run: () => void navigate({ to }) })),
    { id: 'go:/models', title: text.nav.models, section: text.commands.go, icon: IconCpu, keywords: 'ollama openai llm provider key', run: () => void navigate({ to: '/models' }) },
    { id: 'go:/usage', title: text.nav.usage, section: text.commands.go, icon: IconChartBar, keywords: 'cost budget tokens', run: () => void navigate({ to: '/usage' }) },
    { id: 'new-chat', title: text.commands.newChat, section: text.commands.app, icon: IconPencilPlus, shortcut: 'c', keywords: 'chat ask', run: () => void navigate({ to: '/chat' }) },
    { id: 'panel', title: text.commands.panel, section: text.commands.app, icon: IconChecklist, shortcut: ']', run: panel.toggle },
    { id: 'theme', title: text.commands.theme, section: text.commands.app, icon: IconMoonStars, keywords: 'dark light appearance', run: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark') },
    { id: 'shortcuts', title: text.commands.shortcuts, section: text.commands.app, icon: IconKeyboard, shortcut: '?', run: overlays.showSheet },
    { id: 'palette', title: text.commands.palette, section: text.commands.app, icon: IconSearch, shortcut: 'mod+k', quiet: true, run: openPalette },
    { id: 'sign-out', title: text.commands.signOut, section: text.commands.app, icon: IconLogout, run: () => void signOut() },
  ]);

  return (
    <Suspense>
      {palette && <Palette onAsk={ask => void navigate({ to: '/chat', search: { ask } })} />}
      {sheet && <ShortcutSheet opened onClose={overlays.hideSheet} />}
    </Suspense>
  );
}
