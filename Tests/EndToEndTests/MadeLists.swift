/// Lists that tests make for themselves; nothing in them is anybody's.
enum MadeLists {
  /// A call list of so many rows, in several chunks of an import: extensions, second numbers that a later row calls
  /// first, repeats and refusals.
  static func targets(_ count: Int) -> String {
    var text = "姓名,电话,地址,备用\n"
    for row in 0..<count {
      let number = 13_900_000_000 + row
      let phone =
        switch row % 10 {
        case 3: "0871-6000\(1000 + row % 9000)转8012"
        // The row 1,700 further down calls this second number first; another row has it second too.
        case 4: "\(number)、\(17_000_000_000 + row % 1700)"
        case 5: row >= 1700 ? "\(17_000_000_000 + row % 1700 - 1)" : "\(number)"
        case 6: row > 100 ? "\(number - 100)" : "\(number)"
        case 7: "没有"
        default: "\(number)"
        }
      text += "样例\(row),\(phone),测试路\(row)号,\(row)\n"
    }
    return text
  }

  /// Requests with a promise, due one an hour from 10 March 2026; every fourth one after the first 200 is finished. The
  /// keys are `R0`, `R1`, …
  static func requests(_ count: Int) -> String {
    var text = "key,opened,due,finished,unit,title\n"
    for row in 0..<count {
      let hour = row % 480
      let due = "2026-03-\(10 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
      let finished = row > 200 && row % 4 == 0 ? "2026-03-10 09:00" : ""
      text += "R\(row),2026-03-01 08:00,\(due),\(finished),unit\(row % 3),Request \(row)\n"
    }
    return text
  }

  /// Customers with a number of their own and a telephone.
  static func customers(_ rows: Range<Int>, street: String) -> String {
    rows.reduce(into: "户号,户名,电话,地址\n") { text, row in
      text += "C-\(row),样例\(row),\(13_900_000_000 + row),\(street)\(row)号\n"
    }
  }

  /// The map of ``requests(_:)``.
  static let requestsMap = """
    as: requests
    process: request
    timeZone: Asia/Shanghai
    columns: {key: key, openedAt: opened, dueAt: due, finishedAt: finished, unit: unit, title: title}

    """

  /// Parts, with repeats and texts of several lines.
  static func parts(_ count: Int) -> String {
    var text = "备件号,名称,适用型号,单价,备注\n"
    for row in 0..<count {
      let number = row % 50 == 7 ? row - 5 : row
      text += "V-\(number),样例备件\(row),\"JSQ-\(row % 9)、JSQ-\(row % 7)\",\(row).50,\"第一行\n第二行\"\n"
    }
    return text
  }
}
