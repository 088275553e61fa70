import { createTheme, type MantineColorsTuple, Modal } from '@mantine/core';

const indigo: MantineColorsTuple = [
  '#eef0fb',
  '#dadef5',
  '#b5bdec',
  '#8f9be3',
  '#707edb',
  '#5b6ad3',
  '#4c5bc8',
  '#4353b8',
  '#38469c',
  '#2b377c',
];

/** Greys with a little of the accent in them, from ink to page. */
const dark: MantineColorsTuple = [
  '#e8eaf0',
  '#c9cfda',
  '#a9b1bf',
  '#8b94a4',
  '#3a4250',
  '#2c3341',
  '#232935',
  '#1a1e26',
  '#161a21',
  '#12151b',
];

/** One accent on greys; everything sits on a grid of 4 px. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 5 },
  colors: { indigo, dark },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif',
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  fontSizes: { xs: '12px', sm: '14px', md: '15px', lg: '18px', xl: '22px' },
  headings: {
    fontWeight: '620',
    sizes: { h1: { fontSize: '22px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' } },
  },
  components: {
    // The `header` of a dialogue would be a second banner of the page.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
  },
});

/** What a colour means is the same on every page. The hues are told apart by colour-blind readers (Okabe and Ito, 2008). */
export const ROLES = ['treatment', 'holdout', 'champion', 'challenger'] as const;
export type ColourRole = (typeof ROLES)[number];
export const roleColour = (role: ColourRole) => `var(--role-${role})`;
