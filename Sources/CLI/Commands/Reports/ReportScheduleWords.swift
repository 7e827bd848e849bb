import BackOffice
import Domain
import Projections

extension ReportFiles.State {
  /// For people.
  var words: Text {
    switch self {
    case .delivered: Text(zh: "已送达", en: "delivered")
    case .waiting: Text(zh: "待送", en: "waiting")
    case .failed: Text(zh: "失败", en: "failed")
    case .givenUp: Text(zh: "已放弃", en: "given up")
    case .letGo: Text(zh: "已跳过", en: "let go")
    case .empty: Text(zh: "无内容", en: "empty")
    }
  }
}

extension ReportSlotsSkipped.Reason {
  /// For people.
  var words: Text {
    switch self {
    case .unitNotYet: Text(zh: "单位当时尚未设立", en: "the unit was not there yet")
    case .noTime: Text(zh: "所针对的期间为空", en: "the time it is about has no length")
    case .givenUp: Text(zh: "有人放弃", en: "somebody gave up on it")
    }
  }
}

extension RelativeTime {
  /// For people.
  var words: Text {
    switch (which, span) {
    case (.previous, .day): Text(zh: "前一天", en: "previous day")
    case (.previous, .week): Text(zh: "上周", en: "previous week")
    case (.previous, .month): Text(zh: "上月", en: "previous month")
    case (.previous, .quarter): Text(zh: "上季度", en: "previous quarter")
    case (.previous, .year): Text(zh: "上年", en: "previous year")
    case (.previous, .interval): Text(zh: "上一时点至本时点", en: "previous interval")
    case (.this, .day): Text(zh: "当天", en: "this day")
    case (.this, .week): Text(zh: "本周", en: "this week")
    case (.this, .month): Text(zh: "本月", en: "this month")
    case (.this, .quarter): Text(zh: "本季度", en: "this quarter")
    case (.this, .year): Text(zh: "本年", en: "this year")
    case (.this, .interval): Text(zh: "本时点", en: "this interval")
    }
  }
}

extension PlannedReport.Action {
  /// For people.
  var words: Text {
    switch self {
    case .make: Text(zh: "制作并送出", en: "make and hand over")
    case .deliver: Text(zh: "再次送出", en: "hand over")
    case .empty: Text(zh: "当时尚无内容，略过", en: "nothing was there then: go past")
    case .letGo: Text(zh: "错过太多，跳过", en: "missed too many: let go")
    case .fail: Text(zh: "无法制作", en: "cannot be made")
    }
  }
}

extension HandoverReason {
  /// For people.
  var words: Text {
    func answer(_ status: Int, _ said: String?) -> String { "\(status)\(said.map { " \($0)" } ?? "")" }
    let zh =
      switch self {
      case .refused(let status, let said): "收件方拒收：HTTP \(answer(status, said))"
      case .busy(let status, let said): "收件方暂不接收：HTTP \(answer(status, said))"
      case .mail(let answer): "邮件服务器答复：\(answer)"
      case .trouble(let trouble): trouble.chinese
      case .other(let text): text
      }
    return Text(zh: zh, en: text)
  }

  /// What is kept of a try, for a list.
  static func told(_ kept: String, _ output: OutputOptions, _ language: Language) -> String {
    output.isForPeople ? HandoverReason(kept: kept).words(language) : kept
  }
}

extension HandoverReason.Trouble {
  fileprivate var chinese: String {
    switch self {
    case .unknownHost: "找不到该主机名"
    case .notConnected: "无法连接：该地址无人应答"
    case .timedOut: "超时未答复"
    case .brokeOff: "连接中断"
    case .notSecured: "无法建立安全连接：TLS 失败或证书不受信任"
    case .noMailServer: "未指定邮件服务器；请设置 HOTLINE_SMTP=smtp://主机:端口 和 HOTLINE_MAIL_FROM"
    case .noCurl: "libcurl 无法启动"
    }
  }
}
