package backup

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// s3Place is what s3://bucket/prefix?… says.
type s3Place struct {
	bucket, prefix string
	endpoint       string // host or host:port
	insecure       bool   // http
	region         string
	// lock is the mode of retention, "" for none, and keep how long.
	lock string
	keep time.Duration
}

// aws is where buckets are when no endpoint is given.
const aws = "s3.amazonaws.com"

func parseS3(name string) (s3Place, error) {
	u, err := url.Parse(name)
	if err != nil || u.Host == "" || u.Fragment != "" {
		return s3Place{}, wrong("「%s」は s3://バケット/接頭辞?endpoint=https://… の形ではありません。", "%q is not of the form s3://bucket/prefix?endpoint=https://…", name)
	}
	if u.User != nil {
		return s3Place{}, wrong("鍵をURLに書かないでください。環境変数 AWS_ACCESS_KEY_ID と AWS_SECRET_ACCESS_KEY で渡します。",
			"don't write credentials into the URL; pass them by the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	p := s3Place{bucket: u.Host, prefix: strings.Trim(u.Path, "/"), endpoint: aws}
	if slices.Contains(strings.Split(p.prefix, "/"), "..") {
		return s3Place{}, wrong("接頭辞に「..」は使えません: %s", "a prefix can't contain \"..\": %s", p.prefix)
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return s3Place{}, wrong("「?」の後を読めません: %v", "can't read what follows the \"?\": %v", err)
	}
	for key, values := range query {
		if len(values) != 1 {
			return s3Place{}, wrong("%s は1つだけ指定してください。", "give %s once", key)
		}
		if err := p.set(key, values[0]); err != nil {
			return s3Place{}, err
		}
	}
	if (p.lock == "") != (p.keep == 0) {
		return s3Place{}, wrong("lock と days は一緒に指定してください（例: lock=compliance&days=30）。", "lock and days go together, such as lock=compliance&days=30")
	}
	return p, nil
}

func (p *s3Place) set(key, value string) error {
	switch key {
	case "region":
		p.region = value
	case "endpoint":
		e, err := url.Parse(value)
		if err != nil || e.Host == "" || e.Scheme != "https" && e.Scheme != "http" || e.Path != "" && e.Path != "/" || e.User != nil {
			return wrong("endpoint は https://ホスト:ポート の形で指定してください: %s", "endpoint is of the form https://host:port: %s", value)
		}
		p.endpoint, p.insecure = e.Host, e.Scheme == "http"
	case "lock":
		if p.lock = strings.ToUpper(value); p.lock != "COMPLIANCE" && p.lock != "GOVERNANCE" {
			return wrong("lock は compliance か governance です: %s", "lock is compliance or governance: %s", value)
		}
	case "days":
		days, err := strconv.Atoi(value)
		if err != nil || days < 1 || days > 36500 {
			return wrong("days は1から36500の整数です: %s", "days is a whole number from 1 to 36500: %s", value)
		}
		p.keep = time.Duration(days) * 24 * time.Hour
	default:
		return wrong("s3:// に「%s」という指定はありません（endpoint、region、lock、days）。", "s3:// knows no %q (endpoint, region, lock, days)", key)
	}
	return nil
}

// String names the place without what may change: two URLs of one repository
// have the same.
func (p s3Place) String() string {
	s := s3Scheme + p.bucket
	if p.prefix != "" {
		s += "/" + p.prefix
	}
	if p.endpoint == aws {
		return s
	}
	return s + " (" + p.endpoint + ")"
}
