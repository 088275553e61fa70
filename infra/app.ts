import { PerennialApp } from './perennial-app.ts';

new PerennialApp().synth();
