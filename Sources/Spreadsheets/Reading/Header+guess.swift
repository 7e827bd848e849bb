extension Header {
  /// The row that looks like a heading though too few of its words are known; `nil` where none does.
  ///
  /// That is the first row of the first 20 in which every filled cell is a text of its own, none a number, at least as
  /// many as half of the widest row's, and that has a filled row below it. Fields that its words name are matched.
  public static func guess(in firstRows: [TableRow], fields: [HeaderField]) -> HeaderMatch? {
    let widest = firstRows.map { $0.cells.count { !$0.isBlank } }.max() ?? 0
    guard widest > 0 else { return nil }
    for (index, row) in firstRows.prefix(searchDepth).enumerated() {
      let filled = row.cells.filter { !$0.isBlank }
      guard !filled.isEmpty, filled.count * 2 >= widest, filled.allSatisfy(isWord), Set(filled).count == filled.count,
        let next = firstRows[(index + 1)...].first(where: { !$0.isBlank }), !next.cells.elementsEqual(row.cells)
      else { continue }
      return match(row, fields, firstDataRow: next.number)
    }
    return nil
  }

  /// Nobody names a column by a number, nor in more than a line or two.
  private static func isWord(_ cell: Cell) -> Bool {
    guard case .text(let text) = cell, text.utf8.count <= 120 else { return false }
    return text.unicodeScalars.contains { $0.properties.isAlphabetic }
  }
}

extension HeaderField {
  /// What lists of a hotline are about, to show how their columns would be understood. An import looks for the fields of
  /// its own target.
  public static let common = [
    HeaderField(
      name: "phone",
      synonyms: [
        "电话", "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "联系号码", "号码", "客户电话", "来电号码", "tel", "telephone", "mobile",
        "phone number", "cell",
      ]),
    HeaderField(
      name: "name",
      synonyms: ["姓名", "名称", "客户", "客户姓名", "客户名称", "联系人", "用户", "用户姓名", "来电人", "customer", "contact", "full name"]),
    HeaderField(
      name: "address",
      synonyms: [
        "地址", "客户地址", "联系地址", "详细地址", "住址", "家庭住址", "家庭地址", "通讯地址", "现住址", "居住地址", "收货地址", "street", "location",
      ]),
    HeaderField(name: "area", synonyms: ["地区", "区域", "所属区域", "所属区", "所在区", "行政区", "district", "region"]),
    HeaderField(name: "unit", synonyms: ["单位", "部门", "承办单位", "所在单位", "department", "office"]),
    HeaderField(name: "category", synonyms: ["类别", "分类", "类型", "业务类型", "type", "class"]),
    HeaderField(name: "id", synonyms: ["证件号", "证件号码", "身份证", "身份证号", "身份证号码", "id number"]),
    HeaderField(name: "number", synonyms: ["编号", "工单号", "客户编号", "单号", "代码", "no", "code", "key", "case id"]),
    HeaderField(name: "date", synonyms: ["日期", "时间", "登记日期", "登记时间", "受理时间", "opened", "created", "time"]),
    HeaderField(name: "due", synonyms: ["到期日期", "到期日", "截止日期", "期限", "办理期限", "due date", "deadline"]),
    HeaderField(name: "amount", synonyms: ["金额", "价格", "单价", "费用", "price", "cost"]),
    HeaderField(name: "mail", synonyms: ["邮箱", "电子邮箱", "email", "e-mail"]),
    HeaderField(name: "note", synonyms: ["备注", "说明", "内容", "remark", "comment", "notes"]),
  ]
}
