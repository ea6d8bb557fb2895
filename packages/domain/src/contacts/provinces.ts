/** The provinces, by their official names. */
export const PROVINCES = [
  ...['北京市', '天津市', '上海市', '重庆市'],
  ...[
    '河北省',
    '山西省',
    '辽宁省',
    '吉林省',
    '黑龙江省',
    '江苏省',
    '浙江省',
    '安徽省',
    '福建省',
    '江西省',
    '山东省',
  ],
  ...[
    '河南省',
    '湖北省',
    '湖南省',
    '广东省',
    '海南省',
    '四川省',
    '贵州省',
    '云南省',
    '陕西省',
    '甘肃省',
    '青海省',
  ],
  ...['台湾省', '内蒙古自治区', '广西壮族自治区', '西藏自治区', '宁夏回族自治区', '新疆维吾尔自治区'],
  ...['香港特别行政区', '澳门特别行政区'],
] as const
export type Province = (typeof PROVINCES)[number]

const TRADITIONAL = '遼寧龍蘇東廣貴雲陝肅內慶臺灣門壯維爾區別'
const SIMPLIFIED = '辽宁龙苏东广贵云陕肃内庆台湾门壮维尔区别'

/** The name without what kind of province it is. */
function shortOf(name: string): string {
  const simplified = [...name.normalize('NFKC').replace(/\s/gu, '')].map(
    (each) => [...SIMPLIFIED][[...TRADITIONAL].indexOf(each)] ?? each,
  )
  return simplified.join('').replace(/(?:(?:维吾尔|壮族|回族)?自治区|特别行政区|省|市)$/u, '')
}

const BY_SHORT: ReadonlyMap<string, Province> = new Map(PROVINCES.map((name) => [shortOf(name), name]))

/** The province of a name as people write it: with or without its kind, in either script. `null`: there is none such. */
export const provinceNamed = (name: string): Province | null => BY_SHORT.get(shortOf(name)) ?? null
