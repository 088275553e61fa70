import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BUILT_IN } from '../../../core/recommendations/recipe.ts';
import { DeleteRecipeResponse } from '../../../core/recommendations/recipe-contract.ts';
import { useApi } from '../api/api-context.ts';
import { Confirmation } from '../parts/confirmation.tsx';

export interface DeleteRecipeProps {
  readonly name: string;
  readonly onDeleted: () => void;
}

/** Takes a recipe of the shop away, once somebody has said again that they mean it. */
export function DeleteRecipe({ name, onDeleted }: DeleteRecipeProps) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const removal = useMutation({
    mutationFn: () => api.remove(`/recipes/${encodeURIComponent(name)}`, DeleteRecipeResponse),
    onSuccess: async () => {
      onDeleted();
      await queries.invalidateQueries({ queryKey: ['recipes'] });
    },
  });
  const begin = () => {
    removal.reset();
    open();
  };
  return (
    <>
      <Button variant="default" onClick={begin}>
        {t('recipe.delete')}
      </Button>
      <Confirmation
        isOpen={isOpen}
        onClose={close}
        title={t('recipe.deleteTitle', { name })}
        detail={t(BUILT_IN.has(name) ? 'recipe.deleteOwn' : 'recipe.deleteDetail')}
        action={t('recipe.delete')}
        onConfirm={() => removal.mutate()}
        change={removal}
      />
    </>
  );
}
