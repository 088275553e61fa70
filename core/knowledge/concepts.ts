/**
 * Words that customers and shops use for the same thing, in both languages. A text that holds one of them is found by
 * any other. English entries are matched on stems, word by word; Chinese entries as they stand.
 */
export interface Concept {
  readonly name: string;
  readonly en: readonly string[];
  readonly zh: readonly string[];
}

const concept = (name: string, en: string, zh: string): Concept => ({
  name,
  en: en.split(', ').filter(Boolean),
  zh: zh.split('、').filter(Boolean),
});

export const CONCEPTS: readonly Concept[] = [
  concept(
    'return',
    'return, returns, send back, sent back, sending back, give back, bring back, take back, go back, come back, ship back, post back, withdraw',
    '退货、退回、退掉、无理由退、退换、退吗、能退、可以退、想退、寄回、不予退',
  ),
  concept(
    'refund',
    'refund, reimburse, reimbursement, money back, get my money, my money, repay, credited, money again, pay back, paid back',
    '退款、退钱、返还、原路退、钱退、退到、到账、退给、退还',
  ),
  concept(
    'exchange',
    'exchange, swap, swop, different size, another size, bigger size, smaller size, bigger pair, smaller pair, other size, change the size, replacement',
    '换货、换尺码、换大、换小、换一、调换、更换、能换、可以换、换吗、换颜色',
  ),
  concept(
    'delivery',
    'deliver, delivery, ship, shipping, shipment, dispatch, send, post, postage, courier, carrier, arrive, mail, travel',
    '配送、送货、发货、寄到、寄往、寄出、发出、送到、送达、派送、快递、物流、邮寄、上门、发的、到货、出库',
  ),
  concept(
    'shipping-fee',
    'postage, shipping cost, shipping costs, delivery cost, delivery charge, delivery charges, shipping fee, delivery fee, cost of delivery, shipping charge, pay the postage',
    '运费、邮费、快递费、配送费、包邮、免邮、免运费',
  ),
  concept(
    'free',
    'free, gratis, no charge, free of charge, costs nothing, without cost, no cost, complimentary, no extra cost',
    '免费、包邮、免邮、免运费、不要钱、不收费、不用钱、免息',
  ),
  concept(
    'cost',
    'cost, costs, price, priced, charge, fee, how much, expensive, cheap, euro, dollar, pound',
    '价格、多少钱、费用、收费、售价、几块、几元、多贵、价钱、元',
  ),
  concept(
    'abroad',
    'abroad, overseas, international, internationally, foreign, worldwide, outside the country, other countries, export',
    '海外、国外、国际、境外、港澳、香港、澳门、台湾、美国、加拿大、日本、欧洲、英国、澳洲、澳大利亚、出国',
  ),
  concept('customs', 'customs, duty, duties, import tax, import, vat, tax, taxes, tariff', '关税、进口税、税费、清关'),
  concept('pay', 'pay, payment, paid, paying, checkout, check out, accept', '支付、付款、付钱、结账、结算、买单、付费'),
  concept(
    'instalments',
    'instalment, installment, instalments, installments, in parts, pay later, klarna, monthly, afterpay, spread the cost, financing',
    '分期、花呗、免息、月付、白条',
  ),
  concept('card', 'card, visa, mastercard, amex, debit, credit card', '信用卡、银行卡、银联、储蓄卡'),
  concept('cash', 'cash on delivery, cash, cheque, check on delivery, cod', '货到付款、现金、支票'),
  concept(
    'charged-when',
    'charged, debit, debited, taken from, take the money, take money, deducted, charge my card, charge me, charge the card, take payment',
    '扣款、扣钱、划扣、扣掉',
  ),
  concept(
    'giftcard',
    'gift card, gift cards, gift voucher, gift certificate, gift vouchers',
    '礼品卡、礼物卡、购物卡、充值卡',
  ),
  concept(
    'voucher',
    'voucher, vouchers, coupon, coupons, promo code, promotion code, discount code',
    '优惠券、代金券、抵用券、优惠码、折扣码',
  ),
  concept(
    'discount',
    'discount, discounts, percent off, rebate, reduction, reduced, deal, sale, promotion, special offer, save, cheaper, percent less',
    '折扣、打折、优惠、满减、特价、促销、立减、抵扣、便宜、九折、八折、七折',
  ),
  concept(
    'price-match',
    'price match, price drop, price drops, cheaper elsewhere, price adjustment, price protection, lower price, cheaper',
    '差价、价格保护、保价、降价、补差',
  ),
  concept(
    'warranty',
    'warranty, guarantee, guaranteed, guarantees, cover, covered',
    '质保、保修、保质、三包、保障、在保、保不保、包换、免费更换',
  ),
  concept(
    'repair',
    'repair, fix, mend, service centre, service center, spare part, spare parts',
    '维修、修理、修好、返修、配件',
  ),
  concept(
    'fault',
    'fault, faulty, defect, defective, stopped working, does not work, not working, broken, broke, malfunction, quality problem',
    '质量问题、坏了、故障、坏掉、失灵、不亮、瑕疵、毛病、用不了',
  ),
  concept(
    'damaged',
    'damaged, damage, broken, in pieces, smashed, shattered, cracked, dented, torn, shredded, destroyed, ripped, snapped, ruined, chewed',
    '破损、碎了、摔坏、压坏、损坏、破了、裂了、碎、咬坏、弄坏、断了、断裂、撕坏',
  ),
  concept(
    'lost',
    'lost, missing, never arrived, not arrived, has not arrived, late, delayed, delay, not moved, stuck, no update, not changed, disappeared, still waiting',
    '丢件、丢失、丢了、没收到、没有更新、没更新、没动、不动、没动静、异常、延误、迟迟、停滞',
  ),
  concept(
    'wrong-item',
    'wrong item, wrong product, wrong colour, wrong size, incorrect item, not what i ordered',
    '发错、错发、寄错',
  ),
  concept(
    'wash',
    'wash, washing, clean, cleaning, care, look after, looking after, launder, laundry, machine wash, detergent',
    '洗、清洗、清洁、护理、洗涤、手洗、机洗、水洗、保养、打理',
  ),
  concept('dry', 'dry, dryer, tumble dry, tumble dried, drying, iron, ironing', '烘干、晾干、阴干、熨烫、拧干'),
  concept('pilling', 'pilling, pill, pills, bobble, bobbles, bobbling, fuzz, fuzzy, lint, fluff', '起球、起毛、毛球'),
  concept('moths', 'moth, moths, insects, storing, storage', '防虫、虫蛀、收纳、存放'),
  concept(
    'size',
    'size, sizes, sizing, fit, fits, measurement, measurements, measure, between two sizes, small, large, tight, loose',
    '尺码、尺寸、码数、大小、偏大、偏小、尺码表、大一码、小一码、合身、选哪个、几码、多大码、码',
  ),
  concept('chest', 'chest, bust', '胸围'),
  concept('waist', 'waist', '腰围'),
  concept(
    'length',
    'inside leg, inseam, trouser length, leg length, shorten, shortened, hem, take up, alter, alteration, alterations',
    '裤长、改短、改裤、裁短、修改长度',
  ),
  concept(
    'open',
    'open, opens, opening, opening hours, hours, close, closes, closing, business hours, closed',
    '营业、开门、关门、几点、营业时间、开到、打烊、休息、上班',
  ),
  concept(
    'store',
    'store, shop, branch, showroom, boutique, location',
    '门店、店里、店铺、实体店、线下、分店、的店、店',
  ),
  concept('where', 'address, where is, where are, located, directions', '地址、在哪、哪里、位置'),
  concept(
    'collect',
    'collect, collection, collected, pick up, picked up, pickup, click and collect, pick it up',
    '自提、自取、取货、到店取、提货',
  ),
  concept(
    'member',
    'member, members, membership, loyalty, club, rewards, reward programme, loyalty program',
    '会员、积分、等级',
  ),
  concept('points', 'point, points, stamps', '积分、点数'),
  concept('pause', 'pause, skip, suspend, put on hold, leave out', '跳过、暂停、停一次、先停'),
  concept(
    'keeps',
    'stay good, stays good, keep fresh, keeps, shelf life, go off, best before',
    '能放、放多久、保质期、吃完、用完',
  ),
  concept(
    'repeat-order',
    'subscription, subscribe, repeat order, repeat orders, auto delivery, regular delivery',
    '定期购、订阅、自动下单、周期购',
  ),
  concept(
    'who-pays',
    'who pays, who covers, who bears, at our cost, at your cost, cost you nothing',
    '谁出、谁付、谁承担、由我们承担、由您承担、自理',
  ),
  concept(
    'expire',
    'expire, expires, expiry, expiration, valid, validity, run out, good for, last',
    '有效期、过期、到期、失效、有效',
  ),
  concept('birthday', 'birthday, anniversary', '生日、周年'),
  concept('password', 'password, sign in, log in, login, locked out, passcode, sign-in', '密码、登录、登陆、验证码'),
  concept(
    'delete-data',
    'delete, erase, erased, deleted, remove my account, close my account, wipe, deletion, closing my account',
    '注销、删掉、删除、删号、销号、清除',
  ),
  concept('account', 'account, profile, register, registration, sign up', '账号、账户、帐号、帐户、注册'),
  concept(
    'privacy',
    'privacy, personal data, personal information, data, gdpr, sell my data, third party, third parties',
    '隐私、个人信息、数据、第三方、资料',
  ),
  concept(
    'newsletter',
    'newsletter, unsubscribe, subscribe, mailing list, marketing email',
    '订阅、退订、推送、短信广告',
  ),
  concept(
    'cancel',
    'cancel, cancelled, canceled, cancellation, call off, undo my order, revoke',
    '取消、撤销、撤单、不想要了、不要了',
  ),
  concept(
    'change-order',
    'change, changed, modify, modified, edit, alter my order, correct, amend',
    '修改、更改、变更、改成、改一下、改地址、能改、可以改、改吗、写错',
  ),
  concept('address', 'delivery address, shipping address, address, moved house', '地址、收货地址'),
  concept(
    'packed',
    'packed, packing, leaves the warehouse, parcel leaves, picking, before it ships',
    '拣货、打包、出库、发货前',
  ),
  concept('same-day', 'same day, today, cut-off, cutoff, go out today, tonight', '当天、今天、当日、今日'),
  concept(
    'next-day',
    'next day, tomorrow, express, fast, urgent, quick, quickly, priority',
    '次日、明天、加急、加快、急件',
  ),
  concept('sunday', 'sunday, sundays, weekend, weekends, saturday', '周末、周日、星期天、星期日、周六、节假日'),
  concept('monday', 'monday, mondays', '周一、星期一、礼拜一'),
  concept(
    'furniture',
    'furniture, sofa, wardrobe, table, bed, large item, big item, bulky, two-person, two people, heavy',
    '家具、大件、沙发、衣柜、床垫、桌子',
  ),
  concept('install', 'install, installation, assemble, assembly, set up, setup, mounting', '安装、组装、装好、包安装'),
  concept('warehouse', 'warehouse, depot, distribution centre', '仓库、仓'),
  concept('invoice', 'invoice, invoices, receipt, bill', '发票、开票、票据、专票、收据、增值税'),
  concept(
    'company',
    'company, business, b2b, trade, designer, designers, wholesale, bulk, corporate, reseller',
    '企业、公司、批发、团购、采购',
  ),
  concept(
    'courier-name',
    'which courier, which carrier, ups, dhl, fedex, dpd, royal mail, postnl',
    '顺丰、圆通、中通、韵达、德邦、京东快递、什么快递、哪家快递、哪个快递、快递公司',
  ),
  concept(
    'unopened',
    'worn, unworn, unused, used, washed, unwashed, tags, tag, seal, opened, unopened, sealed, packaging',
    '拆封、拆开、拆了、吊牌、未使用、穿过、用过、包装、开封',
  ),
  concept(
    'underwear',
    'underwear, swimwear, earring, earrings, lingerie, hygiene, pierced',
    '内衣、耳饰、耳环、泳衣、贴身',
  ),
  concept(
    'made-to-order',
    'made-to-measure, made to measure, made to order, custom, customised, personalised, personalized, engraved',
    '定制、定做、订做、刻字',
  ),
  concept('photo', 'photo, photos, picture, pictures, image', '拍照、照片、图片、截图'),
  concept(
    'material',
    'material, materials, made of, fabric, cloth, contain, contains, filled, filling, lining, ingredients',
    '材质、面料、材料、填充、成分、里面是、什么做',
  ),
  concept(
    'organic',
    'organic, certified, certificate, certification, gots, sustainable, sustainability, ethical, fair, eco, environment, environmentally',
    '有机、认证、环保、可持续、证书',
  ),
  concept('recycle', 'recycle, recycled, recycling, old clothes, take-back', '回收、再生、旧衣'),
  concept(
    'origin',
    'made in, sewn, produced, manufactured, factory, origin, comes from, country of origin',
    '产地、产自、哪里生产、制造、生产',
  ),
  concept('down', 'down, feather, feathers, goose', '羽绒、鹅绒、鸭绒、绒'),
  concept(
    'waterproof',
    'waterproof, water resistant, rain, rainproof, water-repellent, watertight',
    '防水、防雨、防泼水',
  ),
  concept('height', 'tall, height, high', '多高、高度、身高、高'),
  concept('weight', 'weigh, weighs, weight, heavy', '多重、重量、几斤、公斤、重'),
  concept('capacity', 'capacity, litre, litres, liter, liters, volume, hold, holds', '容量、升、装得下、放得下、能装'),
  concept('laptop', 'laptop, notebook, computer, macbook', '电脑、笔记本、笔电'),
  concept('cabin', 'cabin, hand luggage, carry-on, plane, airline, airlines, flight', '上飞机、登机、随身行李'),
  concept('dishwasher', 'dishwasher, dish washer', '洗碗机'),
  concept('microwave', 'microwave', '微波炉'),
  concept('oven', 'oven', '烤箱'),
  concept('bulb', 'bulb, bulbs, light bulb, lightbulb', '灯泡'),
  concept('battery', 'battery, batteries, charge time, charging, charger, recharge', '电池、续航、充电'),
  concept('cable', 'cable, cord, lead, plug, wire', '电线、线长、插头、线缆'),
  concept('dim', 'dim, dimmable, dimmer, brightness', '调光、亮度'),
  concept('colour', 'colour, color, colours, colors, shade', '颜色、色号、几种颜色、什么颜色、色'),
  concept(
    'stock',
    'in stock, out of stock, sold out, available, availability, stock, restock, back in stock',
    '现货、缺货、有货、没货、库存、补货、到货',
  ),
  concept(
    'included',
    'included, include, includes, comes with, come with, supplied, separately',
    '包含、附带、另购、自带、配套、含',
  ),
  concept('insure', 'insurance, insured, insure', '保险、运费险'),
  concept(
    'giftwrap',
    'gift wrap, gift wrapping, gift-wrapped, wrapped as a gift, gift box, greeting card',
    '礼品包装、礼盒、贺卡',
  ),
  concept(
    'contact',
    'contact, phone, telephone, call you, email you, reach you, hotline, ring, ring you, ring up',
    '联系、电话、热线、客服电话、打给',
  ),
  concept('rent', 'rent, rental, hire, lease, borrow', '租、租赁、租借'),
  concept('deposit', 'deposit, security deposit', '押金、定金'),
  concept('parking', 'park, parking, car park', '停车'),
  concept('reserve', 'reserve, reservation, appointment, book a', '预约、预订、预定'),
  concept('job', 'job, jobs, career, careers, vacancy, hiring', '招聘、工作机会、应聘'),
];

/** Things that are bought. Which one it is hardly matters to a rule that holds for all of them. */
export const GOODS: Concept = concept(
  'goods',
  'item, items, product, products, article, goods, anything, something, things, thing, order, orders, parcel, package, purchase, jumper, sweater, pullover, cardigan, shirt, blouse, dress, skirt, trousers, pants, jeans, shorts, jacket, coat, shoe, shoes, boots, trainers, sandals, hat, scarf, gloves, socks, bag, chair, table, vase, bowl, plate, cup, glass, mug, towel, pillow, cushion, blanket, rug, clothes, clothing, garment, gift, present, device, gadget, stuff, it, them, this, that, one',
  '商品、东西、订单、包裹、产品、货、衣服、裤子、鞋、毛衣、裙子、外套、杯子、碗、盘子、宝贝、件、这个、那个、它',
);
