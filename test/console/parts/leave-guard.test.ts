import { isElsewhere } from '../../../console/src/parts/leave-guard.tsx';

const at = (pathname: string, search: object = {}) => ({ pathname, search });

describe('what is being changed', () => {
  it('is left for another page, and not for another view of its own', () => {
    expect(isElsewhere(at('/campaigns/spring'), at('/campaigns/autumn'))).toBe(true);
    expect(isElsewhere(at('/campaigns/spring'), at('/campaigns/spring', { run: '7' }))).toBe(false);
  });

  it('is left on its own page too, where the address names another thing', () => {
    const [home, basket] = [at('/experiments', { surface: 'home' }), at('/experiments', { surface: 'basket' })];

    expect(isElsewhere(home, basket, 'surface')).toBe(true);
    expect(isElsewhere(home, { ...home }, 'surface')).toBe(false);
    expect(isElsewhere(home, basket)).toBe(false);
  });
});
