import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../core/platform/errors.ts';
import { useApi } from '../api/api-context.ts';
import { ApiError } from '../api/api-error.ts';
import { FilterField } from '../filters/filter-field.tsx';
import { errorOf } from '../parts/field-message.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { AudienceSize } from './audience-size.tsx';
import { audienceQuery } from './campaign-queries.ts';

export interface SegmentFieldProps {
  readonly campaignId: string;
  readonly segment: string;
  readonly fault: FieldError | undefined;
  readonly onChange: (segment: string) => void;
}

/** Counted as it is written; what does not read says where. */
export function SegmentField({ campaignId, segment, fault, onChange }: SegmentFieldProps) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(segment, 400);
  const audience = useQuery(audienceQuery(useApi(), campaignId, settled));
  const refused = audience.error instanceof ApiError ? errorOf(audience.error.errors, ['segment']) : undefined;
  return (
    <div>
      <FilterField
        label={t('campaign.form.segment')}
        example={t('campaign.form.segmentWhat')}
        subject="customers"
        value={segment}
        fault={fault ?? refused}
        onChange={onChange}
      />
      <div role="status" style={{ marginTop: 4 }}>
        {audience.error
          ? !refused && <ProblemNotice error={audience.error} />
          : audience.data && (
              <Text size="sm" fw={600}>
                <AudienceSize audience={audience.data} />
              </Text>
            )}
      </div>
    </div>
  );
}
