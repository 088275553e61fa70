import { EventEmitter } from 'node:events';
import { stopSignal } from '../../local/stop-signal.ts';

describe('Ctrl-C', () => {
  it('stops in order at first, also where it is handed on twice, and at once where it is pressed again', () => {
    const signals = new EventEmitter();
    const leave = jest.fn();
    let time = 10_000;
    const stopping = stopSignal(signals, leave, () => time);
    expect(stopping.aborted).toBe(false);

    signals.emit('SIGINT');
    time += 200;
    signals.emit('SIGINT');
    expect(stopping.aborted).toBe(true);
    expect(leave).not.toHaveBeenCalled();

    time += 1_000;
    signals.emit('SIGINT');
    expect(leave).toHaveBeenCalledTimes(1);
  });
});
