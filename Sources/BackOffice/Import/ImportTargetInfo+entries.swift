import Domain

extension ImportTargetInfo {
  /// Parts of the catalogue.
  public static let parts = ImportTargetInfo(
    name: "parts", labels: Labels(zh: "备件", en: "parts"),
    about: Labels(
      zh: "每行一种备件，按备件号归入目录；目录中已有的按 --on-match 跳过、更新或补充",
      en:
        "one part of the catalogue a row, known by its number; known ones are skipped, updated or added to as --on-match says"
    ),
    fields: [
      ImportField(
        "key", "备件号", "part number", required: true,
        also: [
          "备件编号", "备件编码", "备件代码", "物料编码", "物料编号", "物料号", "零件号", "零件编号", "配件号", "配件编号", "编号", "编码", "代码", "number",
          "part no", "part no.", "part", "code", "sku", "key",
        ]),
      ImportField(
        "name", "名称", "name",
        also: ["备件名称", "物料名称", "零件名称", "配件名称", "品名", "part name", "description"]),
      ImportField(
        "models", "适用型号", "models", also: ["适用机型", "适用产品", "适用", "型号", "机型", "fits", "model", "fits models"]),
      ImportField("unit", "计量单位", "unit", also: ["单位", "unit of measure", "uom"]),
      ImportField(
        "price", "单价", "price", .amount, also: ["价格", "销售价", "零售价", "单价(元)", "价格(元)", "unit price", "list price"]),
      ImportField(
        "supplierNumber", "供应商编号", "supplier number",
        also: ["供应商料号", "厂家编号", "厂商编号", "原厂编号", "supplier's number", "supplier part number", "manufacturer number"]),
      ImportField("remark", "备注", "remark", also: ["说明", "附注", "remarks", "note", "notes", "comment"]),
    ], needsMap: false)

  /// Articles of the knowledge base.
  public static let articles = ImportTargetInfo(
    name: "articles", labels: Labels(zh: "知识", en: "articles"),
    about: Labels(
      zh: "每行一条知识，成为草稿，加 --publish 则发布；没有编号的以标题或第一个问题为编号；已有的按 --on-match 跳过、更新或补充",
      en:
        "one article a row: a draft, or published with --publish; one without a key goes by its title or its first question; known ones are skipped, updated or added to as --on-match says"
    ),
    fields: [
      ImportField("key", "编号", "key", also: ["知识编号", "条目编号", "文章编号", "article", "article key", "no", "id"]),
      ImportField("title", "标题", "title", also: ["题目", "主题", "知识标题", "名称", "subject", "headline"]),
      ImportField(
        "questions", "问题", "questions", also: ["常见问题", "客户问题", "问法", "提问", "question", "faq", "q"]),
      ImportField("keywords", "关键词", "keywords", also: ["关键字", "标签", "tags", "keyword"]),
      ImportField(
        "body", "正文", "body", required: true,
        also: ["答案", "标准答案", "回答", "答复", "解答", "内容", "知识内容", "answer", "text", "content", "a"]),
      ImportField(
        "category", "分类", "category", also: ["产品库", "知识库", "所属分类", "类别", "产品", "base", "product base", "product"]),
      ImportField("validFrom", "生效日期", "valid from", .date, also: ["生效日", "有效期自", "起始日期"]),
      ImportField("validUntil", "失效日期", "valid until", .date, also: ["失效日", "有效期至", "截止日期", "expires", "expiry date"]),
      ImportField("source", "来源", "source", also: ["出处", "依据", "reference"]),
    ], needsMap: false)
}
