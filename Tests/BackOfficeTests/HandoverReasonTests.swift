import Testing

@testable import BackOffice

@Suite struct HandoverReasonTests {
  @Test func everyReasonIsReadBackAsItIsKept() {
    let reasons: [HandoverReason] =
      [
        .refused(status: 413, said: "too large: 12 MB"), .refused(status: 410, said: nil),
        .busy(status: 503, said: "later"),
        .mail("550 5.1.1 no such mailbox"), .other("cannot write out/a.csv: the disk is full"),
      ] + HandoverReason.Trouble.allCases.map { .trouble($0) }
    for reason in reasons { #expect(HandoverReason(kept: reason.text) == reason) }
  }

  @Test func whatAnOlderVersionKeptIsToldAsItIs() {
    for kept in ["the receiver answered 410", "Couldn't connect to server", "the receiver refused it: HTTP soon"] {
      #expect(HandoverReason(kept: kept) == .other(kept))
    }
  }

  @Test(arguments: [
    (200, nil), (204, nil), (408, "now"), (425, "now"), (429, "now"), (503, "now"), (301, "ever"), (413, "ever"),
  ])
  func aStatusSaysWhetherToTryAgain(status: Int, refusal: String?) {
    switch Handover(httpStatus: status, said: "words") {
    case .taken: #expect(refusal == nil)
    case .unavailable(let reason): #expect(refusal == "now" && reason == .busy(status: status, said: "words"))
    case .refused(let reason): #expect(refusal == "ever" && reason == .refused(status: status, said: "words"))
    }
  }

  @Test(arguments: [
    ("", nil), ("\r\n \n", nil), ("too large\nsecond", "too large"),
    ("<html>\n<h1>413 Too Large</h1>", "413 Too Large"),
    ("<title>413</title></head><body><h1>Too Large</h1><p>10 MB</p>", "413 Too Large 10 MB"),
    ("5 < 6\u{0}\u{1B}[1m\u{202E}", "5 < 6[1m"),
    (String(repeating: "长", count: 300), String(repeating: "长", count: 200) + "…"),
  ])
  func ofABodyTheFirstLineWithWordsIsTold(body: String, line: String?) {
    let answer = AnswerBody()
    for piece in [body.utf8.prefix(2), body.utf8.dropFirst(2)] {
      unsafe Array(piece).withUnsafeBytes { unsafe answer.take($0) }
    }
    #expect(answer.firstLine == line)
  }
}
