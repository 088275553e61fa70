import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateMark } from '../parts/marks.tsx';
import type { Stage } from './loop-stages.ts';

export interface LoopPictureProps {
  readonly stages: readonly Stage[];
  /** The run that the middle stations speak of. */
  readonly runId: string | undefined;
}

/** From events to recommendations, each station with its state and a way to what is behind it. */
export function LoopPicture({ stages, runId }: LoopPictureProps) {
  const { t } = useTranslation();
  return (
    <ol className="loop" aria-label={t('home.loop.title')}>
      {stages.map((stage) => (
        <li key={stage.name}>
          <StationLink stage={stage} runId={runId}>
            <Text fw={600} size="sm">
              {t(`home.loop.stage.${stage.name}`)}
            </Text>
            <Text size="xs" component="div">
              <StateMark state={stage.state}>
                {t(stage.word ? `home.loop.word.${stage.word}` : `state.${stage.state}`)}
              </StateMark>
            </Text>
            <Text size="xs" c="dimmed">
              {t(`home.loop.note.${stage.note}`, stage.values)}
            </Text>
          </StationLink>
        </li>
      ))}
    </ol>
  );
}

function StationLink({ stage, runId, children }: { stage: Stage; runId: string | undefined; children: ReactNode }) {
  const look = { className: 'stage', 'data-state': stage.state };
  if (stage.name === 'recommendations') {
    return (
      <Link to="/recommendations" {...look}>
        {children}
      </Link>
    );
  }
  if (stage.name === 'events') {
    return (
      <Link to="/" hash="live" {...look}>
        {children}
      </Link>
    );
  }
  if (runId && stage.name !== 'champion') {
    return (
      <Link to="/models/$model/runs/$runId" params={{ model: 'purchase', runId }} {...look}>
        {children}
      </Link>
    );
  }
  return (
    <Link to="/models" {...look}>
      {children}
    </Link>
  );
}
