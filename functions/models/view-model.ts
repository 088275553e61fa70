import type { ModelView } from '../../core/models/contract.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ModelName } from '../../core/models/names.ts';
import type { ShopId } from '../../core/platform/contract.ts';

/** One model as a person looks at it: who serves, what could be returned to, and which versions there were. */
export async function viewModel(
  shop: ShopId,
  name: ModelName,
  models: Pick<ModelRepository, 'pointer' | 'candidatesPointer' | 'listVersions'>,
): Promise<ModelView> {
  const [pointer, lists, versions] = await Promise.all([
    models.pointer(shop, name),
    models.candidatesPointer(shop),
    models.listVersions(shop, name),
  ]);
  return {
    name,
    champion: pointer?.variants ?? [],
    candidatesVersion: lists?.version,
    attributes: lists?.attributes,
    previous: pointer?.previous,
    versions,
  };
}
