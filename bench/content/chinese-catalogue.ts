import type { CatalogueRow } from '../../core/items/contract.ts';
import { createRandom, type Random } from '../../local/demo/random.ts';

/**
 * A Chinese shop's catalogue of our own making, because no real one of any size is at hand: facts in Chinese, and
 * descriptions of three to five sentences that tell most of them. What a decoder makes of it says how the Chinese way
 * works, not how well it writes for a real shop.
 */
export function chineseCatalogue(count: number, seed: number): CatalogueRow[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => itemOf(index, random));
}

interface Department {
  readonly path: readonly [string, string];
  readonly nouns: readonly string[];
  readonly materials: readonly string[];
  /** How a thing of it is worn or used. */
  readonly uses: readonly string[];
}

const DEPARTMENTS: readonly Department[] = [
  {
    path: ['女装', '连衣裙'],
    nouns: ['裹身裙', '衬衫裙', '吊带裙', '半身长裙'],
    materials: ['亚麻', '真丝', '有机棉', '天丝'],
    uses: ['裙摆垂到膝下，两侧有口袋。', '春天配靴子，夏天光脚也好看。', '腰间一根系带，松紧随心。'],
  },
  {
    path: ['女装', '针织衫'],
    nouns: ['开衫', '高领毛衣', '短款毛衣', '针织背心'],
    materials: ['美利奴羊毛', '羊驼毛', '羊绒', '棉线'],
    uses: ['袖子刚好盖住手腕。', '单穿够暖，也能套在大衣里。', '一体编织，没有磨人的接缝。'],
  },
  {
    path: ['男装', '衬衫'],
    nouns: ['牛津衬衫', '衬衫外套', '法兰绒衬衫', '短袖衬衫'],
    materials: ['纯棉', '亚麻', '灯芯绒', '磨毛棉'],
    uses: ['敞开穿或扣到顶都合适。', '衣长足够塞进裤腰。', '下摆里缝着备用纽扣。'],
  },
  {
    path: ['男装', '外套'],
    nouns: ['工装夹克', '派克大衣', '风衣', '短大衣'],
    materials: ['羊毛', '蜡棉', '再生尼龙', '羽绒'],
    uses: ['里外三个口袋，手都放得进去。', '里面还能再穿一件毛衣。', '天晴时帽子可以收起来。'],
  },
  {
    path: ['配饰', '包袋'],
    nouns: ['托特包', '双肩包', '斜挎包', '旅行袋'],
    materials: ['牛皮', '帆布', '再生尼龙', '黄麻'],
    uses: ['装得下电脑、书和午饭。', '肩带可长可短，单肩斜挎都行。', '拉链开合，内有放钥匙的小袋。'],
  },
  {
    path: ['家居', '床品'],
    nouns: ['被套', '枕套', '床单', '床盖'],
    materials: ['亚麻', '长绒棉', '棉缎', '双层纱'],
    uses: ['尾端用纽扣收口。', '洗过十次之后最舒服。', '和柜子里原有的随意搭配。'],
  },
  {
    path: ['家居', '餐厨'],
    nouns: ['餐盘', '汤碗', '茶杯', '托盘'],
    materials: ['陶瓷', '不锈钢', '相思木', '搪瓷'],
    uses: ['我们自己的厨房先用了一年。', '同系列可以叠放。', '直接端上桌也体面。'],
  },
  {
    path: ['家居', '灯具'],
    nouns: ['台灯', '吊灯', '落地灯', '壁灯'],
    materials: ['黄铜', '藤条', '陶瓷', '竹子'],
    uses: ['用普通灯泡即可，灯泡另购。', '布面电线，够到高处的架子。', '配暖光最好，别的灯都关掉。'],
  },
];

interface Style {
  readonly brand: readonly string[];
  readonly adjectives: readonly string[];
  readonly colours: readonly string[];
  readonly lines: readonly string[];
}

const STYLES: readonly Style[] = [
  {
    brand: ['素里', '诺然'],
    adjectives: ['极简', '利落', '无缝'],
    colours: ['米白色', '石墨灰', '浅灰色'],
    lines: ['没有一处多余。', '安静的线条，适合从容的早晨。', '细节都在接缝里。'],
  },
  {
    brand: ['山野集', '松石'],
    adjectives: ['耐磨', '防泼水', '户外'],
    colours: ['苔绿色', '石板灰', '赭石色'],
    lines: ['在雨天的山路上试过。', '泥水和岁月都不怕。', '受力的地方都缝了两道。'],
  },
  {
    brand: ['和记', '旧巷'],
    adjectives: ['经典', '复古', '合身'],
    colours: ['藏青色', '驼色', '酒红色'],
    lines: ['样子四十年没有变过。', '上班合适，周末也合适。', '慢慢做成，可以传下去。'],
  },
  {
    brand: ['小满', '糖纸'],
    adjectives: ['俏皮', '波点', '撞色'],
    colours: ['珊瑚色', '柠檬黄', '薄荷绿'],
    lines: ['每天都有一点好心情。', '颜色明亮，做工认真。', '灰蒙蒙的日子也不怕。'],
  },
  {
    brand: ['铁匠铺', '窑火'],
    adjectives: ['工业风', '铆钉', '做旧'],
    colours: ['枪灰色', '炭黑色', '古铜色'],
    lines: ['像工具一样结实。', '越用越好看。', '铆钉和焊点都露在外面。'],
  },
  {
    brand: ['海岸线', '潮汐'],
    adjectives: ['条纹', '水洗', '轻盈'],
    colours: ['海蓝色', '沙色', '浅木色'],
    lines: ['像在海边过了一个夏天。', '颜色来自退潮的港口。', '适合开着窗的日子。'],
  },
];

const OPENINGS: readonly ((told: Told) => string)[] = [
  ({ adjective, material, noun, colour }) => `${adjective}${noun}，${material}制成，${colour}。`,
  ({ adjective, material, noun, brand }) => `${brand}的${adjective}${noun}，用的是${material}。`,
  ({ adjective, material, noun, colour }) => `一件${colour}的${material}${noun}，${adjective}的样子。`,
];

interface Told {
  readonly adjective: string;
  readonly material: string;
  readonly noun: string;
  readonly colour: string;
  readonly brand: string;
}

function itemOf(index: number, random: Random): CatalogueRow {
  const department = random.pick(DEPARTMENTS);
  const style = random.pick(STYLES);
  const told: Told = {
    adjective: random.pick(style.adjectives),
    material: random.pick(department.materials),
    noun: random.pick(department.nouns),
    colour: random.pick(style.colours),
    brand: random.pick(style.brand),
  };
  const middle = [random.pick(style.lines), random.pick(department.uses)];
  const turned = random.below(2) ? middle : middle.toReversed();
  const opening = random.pick(OPENINGS)(told);
  const ending = opening.includes(told.colour) ? '' : `颜色：${told.colour}。`;
  return {
    shop: 'bench',
    itemId: `zh-${String(index + 1).padStart(4, '0')}`,
    title: `${told.brand} ${told.adjective}${told.material}${told.noun}（${told.colour}）`,
    description: [opening, ...turned.slice(random.below(2)), ending].join(''),
    category: [...department.path],
    brand: told.brand,
    attributes: { 颜色: told.colour, 材质: told.material },
    price: 100 * (50 + random.below(900)),
    stock: null,
    isHidden: false,
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}
