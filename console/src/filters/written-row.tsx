import { CloseButton, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface WrittenRowProps {
  /** Its place among the rows, as people count. */
  readonly number: string;
  readonly text: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onRemove: () => void;
}

/** A condition that rows cannot show, as text. */
export function WrittenRow({ number, text, error, onChange, onRemove }: WrittenRowProps) {
  const { t } = useTranslation();
  return (
    <div className="filter-row" data-written>
      <Textarea
        className="filter-value"
        size="xs"
        label={t('filters.written', { number })}
        autosize
        minRows={1}
        value={text}
        error={error}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        classNames={{ input: 'mono' }}
        spellCheck={false}
      />
      <CloseButton
        size="sm"
        className="filter-remove"
        aria-label={t('filters.removeRow', { number })}
        onClick={onRemove}
      />
    </div>
  );
}
