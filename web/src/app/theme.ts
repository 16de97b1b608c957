import { ActionIcon, Badge, Button, createTheme, type CSSVariablesResolver, type MantineColorsTuple, Menu, Modal, Notification, Paper, Select, Skeleton, TextInput, Textarea, Tooltip } from '@mantine/core';

// Pine for what Steward offers to do, brass for what waits for the person, warm paper beneath.
const pine: MantineColorsTuple = ['#eef6f3', '#dbebe5', '#b6d7cb', '#8cc1af', '#6fb39d', '#428d77', '#2c7461', '#1d5a4c', '#174a3f', '#103a31'];
const brass: MantineColorsTuple = ['#fdf6e7', '#fbeccb', '#f5d99b', '#eec468', '#e6b34a', '#d89c2c', '#b67d1b', '#8a5a0b', '#6f4809', '#573806'];
// Dark enough for white words in both themes.
const red: MantineColorsTuple = ['#fdf0ee', '#fadfdc', '#f3bcb6', '#ec958d', '#e4736a', '#d4534a', '#c0382f', '#b3261e', '#941d17', '#771712'];
const gray: MantineColorsTuple = ['#faf9f7', '#f4f2ee', '#eae7e1', '#dedad2', '#c9c5bb', '#a9a69d', '#7f7e77', '#5d625d', '#3a403c', '#1c211f'];
const dark: MantineColorsTuple = ['#e8ebe8', '#c8cfca', '#a7b1ab', '#828e87', '#3a433e', '#2b322e', '#202623', '#181c1a', '#131614', '#0d0f0e'];

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  colors: { pine, brass, gray, dark, red },
  black: '#1c211f',
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
  headings: { fontWeight: '620', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.35' }, h3: { fontSize: '0.9375rem', lineHeight: '1.4' } } },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  shadows: { sm: '0 1px 2px rgb(20 26 23 / 6%)', md: '0 2px 10px rgb(20 26 23 / 9%)', lg: '0 8px 30px rgb(20 26 23 / 14%)', xl: '0 16px 48px rgb(20 26 23 / 18%)' },
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, styles: { root: { fontWeight: 550 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', size: 'md' }, styles: { root: { textTransform: 'none', fontWeight: 550, letterSpacing: 0 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: false } } }),
    Modal: Modal.extend({ defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35, blur: 2 } } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'lg', withinPortal: true } }),
    Notification: Notification.extend({ styles: { description: { color: 'var(--st-muted)' } } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
    Select: Select.extend({ defaultProps: { size: 'sm', allowDeselect: false } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: { '--st-rail': '216px', '--st-aside': '420px', '--st-bar': '52px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#5a645e',
    '--mantine-color-placeholder': '#6b746e',
    '--mantine-color-default-border': '#dcd8d0',
    '--mantine-color-anchor': '#1d5a4c',
    '--mantine-color-error': '#b3261e',
    '--st-bg': '#f7f6f3', '--st-surface': '#ffffff', '--st-sunken': '#f2f0ec', '--st-hover': '#efede8', '--st-line': '#e6e2db', '--st-line-strong': '#cfcabf',
    '--st-text': '#1c211f', '--st-muted': '#5a645e', '--st-accent': '#1d5a4c', '--st-accent-soft': '#e4efea', '--st-accent-line': '#b6d7cb', '--st-on-accent': '#ffffff',
    '--st-brass': '#815305', '--st-brass-fill': '#e0a63c', '--st-brass-soft': '#fcf3e0', '--st-brass-line': '#eed6a2',
    '--st-red': '#b3261e', '--st-red-soft': '#fcedeb', '--st-red-line': '#f0c3bf', '--st-blue': '#2a5f9e', '--st-blue-soft': '#e8f0f9',
    '--st-added': '#dcf2e1', '--st-added-text': '#14532d', '--st-removed': '#fde5e2', '--st-removed-text': '#8c1d18',
  },
  dark: {
    '--mantine-color-body': '#181c1a',
    '--mantine-color-dimmed': '#a7b1ab',
    '--mantine-color-placeholder': '#8f9a94',
    '--mantine-color-default-border': '#343c38',
    '--mantine-color-anchor': '#8fd0bb',
    '--mantine-color-error': '#f4a19a',
    '--mantine-color-red-light': '#331b19',
    '--mantine-color-red-light-color': '#f4a19a',
    '--mantine-color-red-text': '#f4a19a',
    '--mantine-color-pine-light': '#1c3029',
    '--mantine-color-pine-light-hover': '#234036',
    '--mantine-color-pine-light-color': '#a5dcc9',
    '--st-bg': '#111412', '--st-surface': '#181c1a', '--st-sunken': '#141816', '--st-hover': '#212724', '--st-line': '#29302c', '--st-line-strong': '#3e4842',
    '--st-text': '#e8ebe8', '--st-muted': '#a7b1ab', '--st-accent': '#8fd0bb', '--st-accent-soft': '#1c3029', '--st-accent-line': '#2f5347', '--st-on-accent': '#0f1a16',
    '--st-brass': '#ebc071', '--st-brass-fill': '#d89c2c', '--st-brass-soft': '#2e2614', '--st-brass-line': '#5a4720',
    '--st-red': '#f4a19a', '--st-red-soft': '#331b19', '--st-red-line': '#5e2f2b', '--st-blue': '#9cc3f0', '--st-blue-soft': '#1a2735',
    '--st-added': '#16341f', '--st-added-text': '#a9e5b7', '--st-removed': '#3d1d1b', '--st-removed-text': '#f6b8b2',
  },
});
