import { Combobox, Loader, Pill, PillsInput, Text, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api-context.ts';
import { itemsQuery } from '../api/queries.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { idsIn, type Offer, offersOf, outcomeOf } from './found-items.ts';
import { useItemSearch } from './use-item-search.ts';

export interface ItemsInputProps {
  readonly label: string;
  readonly description?: string;
  /** Said while nothing is chosen. */
  readonly placeholder?: string;
  readonly value: readonly string[];
  readonly most: number;
  readonly error?: ReactNode;
  readonly onChange: (itemIds: string[]) => void;
  /** Told of what is typed and not chosen yet. */
  readonly onTyped?: (text: string) => void;
}

/**
 * Items by name: picked from the whole catalogue by words of their titles or by how their ids begin, or pasted as ids. The
 * first that is found is taken by Enter, and what somebody leaves behind where it is an item's id, also where they are faster
 * than the search. Of one, the last given holds.
 */
export function ItemsInput(props: ItemsInputProps) {
  const { label, description, placeholder, value, most, error, onChange, onTyped } = props;
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  /** What shall be taken once it is found: the first, or only what has this very id. */
  const [awaited, setAwaited] = useState<'first' | 'same'>();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const search = text.trim();
  const {
    found,
    isSettled,
    error: failure,
    refetch,
  } = useItemSearch(search, combobox.dropdownOpened || awaited !== undefined);
  const offers = found ? offersOf(found, isSettled ? search : '', value) : [];
  const first = isSettled && search ? offers[0] : undefined;
  const isSearching = combobox.dropdownOpened && !isSettled && !failure;
  const type = (typed: string) => {
    setText(typed);
    setAwaited(undefined);
    onTyped?.(typed.trim());
  };
  const take = (itemIds: readonly string[]) => {
    const all = [...new Set([...value, ...itemIds])];
    onChange(most === 1 ? all.slice(-1) : all.slice(0, most));
    type('');
    if (most === 1) combobox.closeDropdown();
  };
  const { selectFirstOption, resetSelectedOption } = combobox;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands first is marked anew when it is another
  useEffect(() => {
    resetSelectedOption();
    if (first === undefined) return;
    selectFirstOption();
    const isSame = first.itemId === search && first.title !== undefined;
    if (awaited === 'first' || (awaited === 'same' && isSame)) take([first.itemId]);
  }, [first?.itemId, search, awaited]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && search && combobox.getSelectedOptionIndex() < 0) {
      event.preventDefault();
      setAwaited('first');
    }
    if (event.key === ',' && search) {
      event.preventDefault();
      take(idsIn(text));
    }
    if (event.key === 'Backspace' && !text && value.length) onChange(value.slice(0, -1));
  };
  const onPaste = (event: ClipboardEvent) => {
    const ids = idsIn(event.clipboardData.getData('text/plain'));
    if (ids.length < 2) return;
    event.preventDefault();
    take(ids);
  };
  const told = isSearching ? 'searching' : found && outcomeOf(found, search);
  return (
    <div>
      <Combobox store={combobox} onOptionSubmit={(itemId) => take([itemId])}>
        <Combobox.DropdownTarget>
          <PillsInput
            id={id}
            label={label}
            description={description}
            error={error}
            rightSection={isSearching && <Loader size="xs" />}
          >
            <Pill.Group>
              <Chosen itemIds={value} onRemove={(itemId) => onChange(value.filter((one) => one !== itemId))} />
              <Combobox.EventsTarget withExpandedAttribute autoComplete="off">
                <PillsInput.Field
                  id={id}
                  value={text}
                  maxLength={256}
                  placeholder={value.length ? undefined : placeholder}
                  onChange={({ currentTarget }) => {
                    type(currentTarget.value);
                    combobox.openDropdown();
                  }}
                  onFocus={() => combobox.openDropdown()}
                  onClick={() => combobox.openDropdown()}
                  onBlur={() => {
                    combobox.closeDropdown();
                    if (search) setAwaited((before) => before ?? 'same');
                  }}
                  onKeyDown={onKeyDown}
                  onPaste={onPaste}
                />
              </Combobox.EventsTarget>
            </Pill.Group>
          </PillsInput>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown hidden={failure !== null}>
          {offers.length > 0 && (
            <Combobox.Options aria-label={label} aria-busy={isSearching} mah={240} style={{ overflowY: 'auto' }}>
              {offers.map((offer) => (
                <Combobox.Option key={offer.itemId} value={offer.itemId} opacity={isSearching ? 0.6 : undefined}>
                  <OfferWords {...offer} />
                </Combobox.Option>
              ))}
            </Combobox.Options>
          )}
          <Combobox.Footer>
            <Text size="xs" role="status">
              {told && t(`items.told.${told}`, { count: found?.items.length })}
            </Text>
          </Combobox.Footer>
        </Combobox.Dropdown>
      </Combobox>
      {failure && <ProblemNotice error={failure} onRetry={() => void refetch()} />}
    </div>
  );
}

function OfferWords({ itemId, title, isHidden }: Offer) {
  const { t } = useTranslation();
  if (title === undefined) return t('items.asId', { itemId });
  return (
    <>
      {title}{' '}
      <Text size="xs" component="span">
        {itemId}
        {isHidden && ` · ${t('items.hidden')}`}
      </Text>
    </>
  );
}

interface ChosenProps {
  readonly itemIds: readonly string[];
  readonly onRemove: (itemId: string) => void;
}

/** By their titles, as far as the catalogue knows them. */
function Chosen({ itemIds, onRemove }: ChosenProps) {
  const { t } = useTranslation();
  const named = useQuery(itemsQuery(useApi(), itemIds));
  const titles = new Map(named.data?.data.map(({ itemId, title }) => [itemId, title]));
  const isLookedUp = named.data !== undefined && !named.isPlaceholderData;
  return itemIds.map((itemId) => (
    <Pill key={itemId} withRemoveButton onRemove={() => onRemove(itemId)} title={itemId}>
      {titles.get(itemId) ?? (isLookedUp ? t('items.unknown', { itemId }) : itemId)}
    </Pill>
  ));
}
