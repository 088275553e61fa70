import { wordsOf } from './words-of.ts';

/** As in English: words that state nothing about an item. Chinese writes no spaces, so the longest that fits is taken. */
export const PLAIN_WORDS_ZH = wordsOf(`
的 地 得 了 着 过 和 与 及 或 而 且 但 也 都 就 还 又 再 更 很 太 真 在 于 从 到 向 对 为 为了 给 让 把 被 由 以 以及 并 并且 因为 所以 如果 无论 不论 不仅 不只 只 要 只要 即可 可以 能 能够 会 将 请 是 有 这 这款 这件 这个 那 那个 它 你 您 我 我们 他 她 他们 自己 大家 每 每个 每天 每日 各种 一 一款 一件 一个 一份 一种 一些 个 款 件 种 份
上 下 里 中 内 外 前 后 间 时 时候 时刻 日常 生活 家 家里 家居 空间 房间 客厅 办公室 工作 周末 假日 节日 季节 春 夏 秋 冬 春天 夏天 秋天 冬天 早晨 夜晚 旅途 出门 聚会 约会 通勤 场合 场景 朋友 家人 礼物 送礼 搭配 穿搭 造型 风格 感觉 心情 气质 品味 魅力 细节 设计 选择 打造 带来 增添 点缀 展现 展示 演绎 享受 感受 体验 适合 适用 满足 陪伴 开启 拥有 爱 喜欢 热爱 分享 发现 探索 成为 让您 为您 给您 尽 尽显 尽享 轻松 随心 自在 自然 优雅 时尚 经典 现代 简约 精致 美丽 美好 漂亮 可爱 迷人 浪漫 独特 百搭 温馨 雅致 大方 个性 潮流 日子 每一天 每一刻 之选 首选 必备 单品 好物 产品 商品 不可或缺 恰到好处 与众不同
`);

export const COLOURS_ZH = wordsOf(
  '黑色 白色 红色 蓝色 绿色 黄色 橙色 紫色 粉色 粉红色 灰色 棕色 褐色 米色 米白色 卡其色 咖啡色 金色 银色 玫瑰金 藏青色 藏蓝色 酒红色 天蓝色 墨绿色 驼色 杏色 黑 白 红 蓝 绿 黄 紫 粉 灰 棕',
);
export const MATERIALS_ZH = wordsOf(
  '纯棉 全棉 棉 亚麻 棉麻 麻 羊毛 羊绒 真丝 桑蚕丝 丝绸 丝 真皮 牛皮 头层牛皮 羊皮 皮革 帆布 牛仔 涤纶 聚酯纤维 尼龙 锦纶 腈纶 羽绒 鹅绒 不锈钢 钢 铁 铝合金 铝 铜 黄铜 银 纯银 金 钛 陶瓷 骨瓷 玻璃 水晶 实木 橡木 胡桃木 松木 竹 藤 塑料 硅胶 橡胶 树脂 大理石 珍珠 天鹅绒 灯芯绒 雪纺 蕾丝 毛呢',
);
export const SIZES_ZH = wordsOf('大号 小号 中号 加大 加宽 迷你 超大 超小 宽大 小巧 轻便 均码');
export const AUDIENCES_ZH: Readonly<Record<string, string>> = {
  女士: 'women',
  女性: 'women',
  女款: 'women',
  女: 'women',
  男士: 'men',
  男性: 'men',
  男款: 'men',
  男: 'men',
  宝宝: 'babies',
  婴儿: 'babies',
  新生儿: 'babies',
  儿童: 'children',
  孩子: 'children',
  女童: 'children',
  男童: 'children',
};
export const SUPERLATIVE_ZH =
  /最(?!近|后|初)[\u4e00-\u9fff]?|第一|顶级|顶尖|极致|极品|唯一|无与伦比|无可比拟|首屈一指/g;
export const DIGITS_ZH: Readonly<Record<string, number>> = {
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  百: 100,
  千: 1000,
};
export const MEASURES_ZH =
  '个|件|只|条|双|层|片|支|瓶|包|枚|张|块|款|种|格|档|天|小时|年|岁|人|米|厘米|毫米|公分|寸|克|千克|公斤|斤|升|毫升|瓦|伏|度';
