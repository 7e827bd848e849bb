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
