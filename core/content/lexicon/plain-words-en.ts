import { wordsOf } from './words-of.ts';

/**
 * Words that state nothing about an item: grammar, address, occasions and taste. Whatever stands neither here nor in
 * the facts is a claim. Words of quality that can be tested (durable, soft, spacious, handmade) are left out on purpose.
 */
export const PLAIN_WORDS_EN = wordsOf(`
a about above across after again all along alongside already also although always among an and another any anyone
anything anytime anywhere are around as at away back be because been before being below beside between beyond both but by
can cannot come comes could day days did do does done don't down during each either else end enough even ever every
everyone everything few first for from full further get gets give gives go goes got had has have he her here hers herself
him himself his how however i if in inside instead into is isn't it it's its itself just keep keeping keeps know last
least less let let's like little long longer look looking looks made make makes making many matter may me meet meets
might mine more much must my myself need needs never new next nor not now of off often on once one ones only onto or
other others our ours out over own part per perhaps place places put puts ready really right said same say see seen she
should since so some someone something sometimes soon still such sure take takes than thank that that's the their theirs
them then there these they they're thing things this those though through thus to today together too toward towards
turn turning turns under until up upon us use very via want wants was way ways we well were what whatever when whenever
where wherever whether which while who whom whose why will wish with within without would yet you you'll you're your
yours yourself
add adding addition additions adds allow allows appreciate appreciates approach bring bringing brings brighten brightens
brightening capture captures capturing carry catch catches celebrate choose choice collection combine combines combining
complement complements complementing complete completes completing create creates creating deserve deserves delivers
deliver designed design designs discover elevate elevates elevating embark embodies embody embrace embraces enhance
enhances enjoy enjoying enrich ensemble exude exudes experience explore express expression find finding finds fit fits
imagine impress indulge infuse infuses inject invite invites inspire inspires introduce introducing love loved loves
mean means meant offer offering offers own pair paired pairing pairs presents reflect reflects reveal set-off share
show shows showcase showcases showcasing speak speaks stand standout start step tell tells transform transforms treat
unleash unveil wear wearing welcome wonder work works
adorable aesthetic alluring amazing appeal appealing attention balance beautiful beautifully beauty bliss bold boldly
captivate captivates captivating character charm charming cheer cheerful chic classic comfort contemporary contrast cozy
cosy creativity curated dazzling delight delightful delightfully delights detail details discerning distinctive dream
dreamy dress-up edge edgy effortless effortlessly elegance elegant elegantly enchanting enthusiast enthusiasts essence
essential essentials exquisite eye-catching fashion-forward fashionable favorite favorites favourite favourites
feel feeling flair fresh fun glamorous glamour graceful gracefully happy harmony heart iconic ideal individuality
inspiration inspired inspiring inviting irresistible joy joyful know-how lasting life lifestyle like-minded lovely lover
lovers magic magical memorable mesmerizing modern modern-day mood must-have nostalgia nostalgic occasion occasions
passion perfect perfectly personal personality piece pieces playful pleasing pleasure polished pop pride presence
refined refinement romantic serene serenity simple simplicity simply sleek smile smiles sophisticated sophistication
soul special spirit statement striking stunning style styles styled styling stylish subtle taste thoughtful timeless
touch trend trendy unforgettable unmistakable versatile versatility vibe vibes view vision whimsical whimsy
adventure adventures afternoon anniversary atmosphere ambiance autumn backdrop birthday break breakfast celebration
celebrations centerpiece city conversation corner decor dinner display evening evenings everyday event events fall family
feast festivities focal friend friends gathering gatherings getaway gift gifting gifts guest guests holiday holidays home
homes hour hours house ideas interior journey journeys living loved-one lunch meal meals memories moment moments month
morning mornings night nights office outfit outfits outing outings parties party person people play point room rooms
routine scene season seasonal seasons self setting settings space spaces spring summer table time times traveler
vacation wall wardrobe week weekend weekends weekday weekdays winter workday world year years
accessory addition-to companion creation item items look-and-feel number option options product selection
alike anyone's else's favorite's today's tonight tomorrow yesterday mix match matching blend blends blending bit
casual formal dressy smart relaxed laid-back confident confidence energy ease easy simple-to
`);
