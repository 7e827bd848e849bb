import Domain
import Spreadsheets

/// One thing that a column of a list can be.
public struct ImportField: Sendable {
  /// What its cells hold.
  public enum Kind: String, Sendable, CaseIterable {
    /// Words as written.
    case text
    /// At most 40 letters, digits and `-_./`: it stays in the log for ever.
    case code
    /// One or several telephone numbers.
    case phone
    /// One or several mail addresses.
    case mail
    /// A day, or a day and a time.
    case date
    /// Yes or no.
    case flag
    /// An amount of money.
    case amount
    /// A person or an organisation.
    case kind
  }

  /// Its name in maps and on the command line.
  public let name: String
  /// What people call it.
  public let labels: Labels
  /// What its cells hold.
  public let kind: Kind
  /// Whether a list without it is of no use.
  public let isRequired: Bool
  /// Headings that mean it, in any spelling that `Header.normalise` makes equal.
  public let synonyms: [String]

  init(
    _ name: String, _ zh: String, _ en: String, _ kind: Kind = .text, required: Bool = false,
    also synonyms: [String] = []
  ) {
    self.name = name
    labels = Labels(zh: zh, en: en)
    self.kind = kind
    isRequired = required
    self.synonyms = ([zh, en] + synonyms).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  var header: HeaderField { HeaderField(name: name, synonyms: synonyms, required: isRequired) }
}

/// What the rows of a list can become, with the columns that it looks for.
public struct ImportTargetInfo: Sendable {
  /// Its name on the command line and in the log.
  public let name: String
  /// What people call it.
  public let labels: Labels
  /// What its rows become, in one sentence.
  public let about: Labels
  /// Its fields, the most important first.
  public let fields: [ImportField]
  /// Whether a map must say which column is which.
  public let needsMap: Bool

  /// All targets.
  public static let all = [customers, outreach, survey, requests, parts, articles, units]

  /// A target by its name.
  public static func named(_ name: String) -> ImportTargetInfo? { all.first { $0.name == name } }

  /// Customers of the book.
  public static let customers = ImportTargetInfo(
    name: "customers", labels: Labels(zh: "客户", en: "customers"),
    about: Labels(
      zh: "每行一位客户；已有的客户按 --on-match 跳过、更新或补充；至少要有客户号或电话",
      en:
        "one customer a row; known ones are skipped, updated or added to as --on-match says; a row needs a key or a number"
    ),
    fields: [
      ImportField(
        "key", "客户号", "customer number",
        also: [
          "客户编号", "客户代码", "户号", "用户号", "用户编号", "会员号", "编号", "customer no", "customer id", "account number",
          "account no",
          "account", "id",
        ]),
      ImportField("party", "人员编号", "party id", .code, also: ["person id"]),
      ImportField(
        "name", "姓名", "name",
        also: [
          "户名", "客户", "名称", "客户姓名", "客户名称", "联系人", "用户", "用户姓名", "用户名称", "单位名称", "公司名称", "customer", "customer name",
          "contact", "full name", "company",
        ]),
      ImportField(
        "phone", "电话", "phone", .phone,
        also: [
          "电话号码", "联系电话", "联系方式", "联系号码", "号码", "客户电话", "phone number", "tel", "telephone", "number", "numbers",
          "contact number",
        ]),
      ImportField(
        "mobile", "手机", "mobile", .phone,
        also: ["手机号", "手机号码", "移动电话", "客户手机", "mobile phone", "mobile number", "cell"]),
      ImportField("phone2", "电话2", "phone 2", .phone, also: ["备用电话", "其他电话", "第二电话", "other phone", "second phone"]),
      ImportField("phone3", "电话3", "phone 3", .phone, also: ["第三电话", "third phone"]),
      ImportField("mobile2", "手机2", "mobile 2", .phone, also: ["备用手机"]),
      ImportField(
        "workPhone", "办公电话", "work phone", .phone,
        also: ["单位电话", "公司电话", "座机", "固定电话", "固话", "office phone", "landline"]),
      ImportField("homePhone", "家庭电话", "home phone", .phone, also: ["住宅电话", "宅电", "家电"]),
      ImportField("fax", "传真", "fax", .phone, also: ["传真号", "传真号码", "fax number"]),
      ImportField("mail", "邮箱", "mail", .mail, also: ["电子邮箱", "电子邮件", "邮件", "email", "e-mail", "mail address"]),
      ImportField(
        "address", "地址", "address",
        also: ["客户地址", "联系地址", "详细地址", "住址", "用电地址", "家庭住址", "家庭地址", "通讯地址", "现住址", "居住地址", "收货地址", "street"]),
      ImportField("area", "地区", "area", .code, also: ["区域", "片区", "区县", "行政区", "所属区", "所在区", "district", "region"]),
      ImportField("kind", "客户性质", "kind", .kind, also: ["性质", "客户类别", "个人/单位", "person or organisation"]),
      ImportField(
        "category", "客户分类", "category", .code, also: ["客户类型", "类别", "分类", "客户等级", "customer category", "class"]),
      ImportField("tariff", "资费", "tariff", .code, also: ["资费套餐", "套餐", "电价", "rate"]),
      ImportField("product", "产品", "product", .code, also: ["产品型号", "型号", "model"]),
      ImportField("vip", "VIP", "vip", .flag, also: ["重要客户", "大客户", "是否VIP", "贵宾"]),
      ImportField("manager", "客户经理", "manager", .code, also: ["客户经理工号", "经理", "account manager"]),
      ImportField("preference", "偏好", "preference", also: ["服务偏好", "联系偏好", "preferences"]),
      ImportField("note", "备注", "note", also: ["说明", "附注", "remark", "remarks", "notes", "comment"]),
    ], needsMap: false)

  /// People to be called.
  public static let outreach = ImportTargetInfo(
    name: "outreach", labels: Labels(zh: "外呼名单", en: "call list"),
    about: Labels(
      zh: "每行一位要呼叫的人，成为一个活动的外呼工单；其余各列随工单保存",
      en: "one person to call a row: an order of a campaign; all other columns are kept with it"),
    fields: callFields, needsMap: false)

  /// People to be asked.
  public static let survey = ImportTargetInfo(
    name: "survey", labels: Labels(zh: "调查名单", en: "survey list"),
    about: Labels(
      zh: "每行一位要调查的人，成为一个活动的满意度调查工单；其余各列随工单保存",
      en: "one person to ask a row: an order of the process survey; all other columns are kept with it"),
    fields: callFields, needsMap: false)

  private static let callFields = [
    ImportField(
      "phone", "电话", "phone", .phone, required: true,
      also: [
        "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "联系号码", "号码", "客户电话", "客户手机", "phone number",
        "tel", "telephone", "mobile", "mobile phone", "cell", "number",
      ]),
    ImportField(
      "name", "姓名", "name",
      also: [
        "客户", "名称", "客户姓名", "客户名称", "联系人", "用户", "用户姓名", "用户名称", "customer", "customer name", "contact",
        "full name",
      ]),
    ImportField(
      "address", "地址", "address",
      also: ["客户地址", "联系地址", "详细地址", "住址", "家庭住址", "家庭地址", "通讯地址", "现住址", "居住地址", "收货地址", "street"]),
    ImportField(
      "due", "到期日期", "due date", .date,
      also: [
        "到期日", "截止日期", "截止日", "期限", "完成期限", "预约日期", "due", "deadline", "expires", "expiry date",
      ]),
  ]

  /// Orders that another system kept.
  public static let requests = ImportTargetInfo(
    name: "requests", labels: Labels(zh: "历史工单", en: "table of history"),
    about: Labels(
      zh: "每行一个其他系统里的工单，带它自己的日期；哪一列是什么由 --map 说明",
      en: "one order of another system a row, with its own dates; a map says which column is which"),
    fields: [
      ImportField("key", "编号", "key", .text, required: true),
      ImportField("openedAt", "受理时间", "opened", .date, required: true),
      ImportField("dueAt", "办理期限", "due", .date), ImportField("finishedAt", "办结时间", "finished", .date),
      ImportField("category", "类别", "category", .code), ImportField("unit", "单位", "unit", .code),
      ImportField("title", "标题", "title"), ImportField("channel", "渠道", "channel", .code),
      ImportField("address", "地址", "address"), ImportField("result", "办理结果", "result"),
      ImportField("text", "内容", "text"),
    ], needsMap: true)

  private static let kindsOfUnits = ["单位", "机构", "部门", "组织", "组织机构"]
  private static let codeWords = ["代码", "编码", "编号"]

  /// Units of the office.
  public static let units = ImportTargetInfo(
    name: "units", labels: Labels(zh: "单位", en: "units"),
    about: Labels(
      zh: "每行一个单位；与 hotline unit import 相同：整表检查后一次写入，没有批次，也不能撤销",
      en: "one unit a row, as `hotline unit import`: checked as a whole and recorded at once, without a batch to undo"),
    fields: [
      ImportField(
        "code", "代码", "code", .code, required: true,
        also: [
          "编码", "编号", "unit code", "unit id", "dept code", "dept id", "department code", "department id", "org code",
          "org id",
        ] + kindsOfUnits.flatMap { kind in codeWords.map { kind + $0 } }),
      ImportField(
        "name", "名称", "name",
        also: [
          "单位", "单位名称", "部门", "部门名称", "机构", "机构名称", "组织", "组织名称", "组织机构名称", "unit name", "department",
          "department name", "dept name", "org name",
        ]),
      ImportField(
        "parent", "上级", "parent", .code,
        also: [
          "上级代码", "上级编码", "上级编号", "parent unit", "parent code", "parent id", "parent department", "parent dept",
          "parent dept id", "parent department id", "parent unit id", "parent org id",
        ]
          + kindsOfUnits.flatMap { kind in
            ["上级" + kind] + codeWords.map { "上级" + kind + $0 }
          }),
      ImportField("kind", "类型", "kind", .code, also: ["性质", "单位类型", "机构类型", "部门类型"]),
      ImportField("phone", "电话", "phone", .text, also: ["联系电话"]),
      ImportField("head", "负责人", "head", .code, also: ["主管"]), ImportField("calendar", "日历", "calendar", .code),
    ], needsMap: false)
}
