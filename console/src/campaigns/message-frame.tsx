import { useTranslation } from 'react-i18next';

export interface MessageFrameProps {
  readonly html: string;
  /** In pixels; as wide as its place without it. */
  readonly width?: number | undefined;
}

/** A message as a mail program shows it: nothing in it runs, and no picture tells that it was opened. */
export function MessageFrame({ html, width }: MessageFrameProps) {
  const { t } = useTranslation();
  return (
    <iframe
      title={t('campaign.preview.title')}
      sandbox=""
      srcDoc={html.replace(/<img[^>]+\/o\/[^>]+>/g, '')}
      style={{
        width: width ?? '100%',
        maxWidth: '100%',
        height: 560,
        border: '1px solid var(--line)',
        borderRadius: 8,
        background: '#ffffff',
      }}
    />
  );
}
